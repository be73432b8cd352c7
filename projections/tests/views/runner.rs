use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use lanyard_events::{EventId, Position};
use lanyard_projections::{ViewError, Views, WaitError, equal};
use uuid::Uuid;

use crate::world::*;

fn told() -> World {
    let mut world = World::with_people();
    for n in 1..=3 {
        world.raise(n, 2, vec![linked_pupil(n)]);
        world.look(1, vec![concern(n).stream()]);
    }
    world.open_case(1, vec![linked_pupil(1)]);
    world
}

fn file(world: &World, name: &str) -> std::path::PathBuf {
    world.dir.path().join(name)
}

#[test]
fn one_batch_gives_the_views_of_many_small_ones() {
    let world = told();
    for size in [1, 7, world.log.len()] {
        let dir = tempfile::tempdir().unwrap();
        let views = Views::rebuild_into(dir.path()).unwrap();
        for batch in world.log.chunks(size) {
            views.apply(batch).unwrap();
        }
        assert_eq!(equal(&world.views.reader(), &views.reader()).unwrap(), []);
    }
}

#[test]
fn large_batches_feed_both_files_at_once() {
    let mut world = World::with_people();
    for n in 1..=200 {
        world.raise(n, 2, vec![linked_pupil(1)]);
        world.look(1, vec![concern(n).stream()]);
    }
    let dir = tempfile::tempdir().unwrap();
    let views = Views::open(dir.path()).unwrap();
    let applied = views.apply(&world.log).unwrap();
    assert_eq!(applied.position, applied.looks.unwrap());
    assert_eq!(equal(&world.views.reader(), &views.reader()).unwrap(), []);
}

#[test]
fn a_difference_is_named_by_its_place() {
    let world = told();
    let dir = tempfile::tempdir().unwrap();
    let views = Views::open(dir.path()).unwrap();
    let mut log = world.log.clone();
    let last = log.last_mut().unwrap();
    last.recorded_minute += 1;
    views.apply(&log).unwrap();
    let differences = equal(&world.views.reader(), &views.reader()).unwrap();
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].table, "entry");
    assert_eq!(differences[0].column.as_deref(), Some("recorded_minute"));
}

#[test]
fn applying_twice_is_harmless_and_a_gap_is_an_error() {
    let world = told();
    let before = world.views.position();
    let applied = world.views.apply(&world.log).unwrap();
    assert_eq!(applied.position, before);
    let dir = tempfile::tempdir().unwrap();
    let views = Views::open(dir.path()).unwrap();
    let gap = views.apply(&world.log[1..]).unwrap_err();
    assert!(matches!(
        gap,
        ViewError::Gap {
            reached: Position(0),
            found: Position(2)
        }
    ));
    let mut holed = world.log.clone();
    holed.remove(2);
    assert!(matches!(
        views.apply(&holed),
        Err(ViewError::Gap {
            reached: Position(2),
            found: Position(4)
        })
    ));
    assert_eq!(views.position(), Position(0));
    // A batch that overlaps what was applied goes on where it ends.
    views.apply(&world.log[..4]).unwrap();
    views.apply(&world.log[2..]).unwrap();
    assert_eq!(equal(&world.views.reader(), &views.reader()).unwrap(), []);
}

#[test]
fn a_position_is_kept_over_a_restart() {
    let World {
        dir, views, log, ..
    } = told();
    let last = log.last().unwrap();
    drop(views);
    let views = Views::open(dir.path()).unwrap();
    assert_eq!(views.position(), last.position);
    assert_eq!(views.looks_position(), last.position);
    assert_eq!(views.last_event().unwrap(), Some(last.envelope.id));
    assert_eq!(
        last.envelope.id,
        EventId::new(Uuid::from_u128(u128::from(last.position.0)))
    );
}

#[test]
fn files_are_for_their_owner_only() {
    let world = told();
    for name in [
        views_file(""),
        "looks-v1.sqlite".to_owned(),
        views_file("-wal"),
    ] {
        let mode = std::fs::metadata(file(&world, &name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn files_of_other_versions_stay_until_retired() {
    let world = told();
    for name in [
        "views-v0.sqlite",
        "views-v0.sqlite-wal",
        "looks-v7.sqlite",
        "views-vx.sqlite",
        "notes",
    ] {
        std::fs::write(file(&world, name), b"old").unwrap();
    }
    drop(Views::open(world.dir.path()).unwrap());
    assert!(file(&world, "views-v0.sqlite").exists());
    assert_eq!(world.views.retire_old().unwrap(), 2);
    assert!(!file(&world, "views-v0.sqlite").exists());
    assert!(!file(&world, "views-v0.sqlite-wal").exists());
    assert!(file(&world, "views-vx.sqlite").exists());
    assert!(file(&world, "notes").exists());
    assert!(file(&world, &views_file("")).exists());
}

#[test]
fn a_damaged_file_is_removed_and_starts_again() {
    let World {
        dir, views, log, ..
    } = told();
    let looks = views.looks_position();
    drop(views);
    std::fs::write(dir.path().join(views_file("")), vec![7; 8192]).unwrap();
    let views = Views::open(dir.path()).unwrap();
    assert_eq!(views.position(), Position(0));
    assert_eq!(views.looks_position(), looks);
    let applied = views.apply(&log).unwrap();
    assert_eq!(applied.position, Position(log.len() as u64));
}

#[test]
fn damage_found_while_running_is_mended_by_the_next_start() {
    let World { dir, views, .. } = told();
    drop(views);
    let path = dir.path().join(views_file(""));
    let mut bytes = std::fs::read(&path).unwrap();
    // The first page holds the schema and is left alone.
    for byte in &mut bytes[4096..] {
        *byte = 0xff;
    }
    std::fs::write(&path, bytes).unwrap();
    // Opening may notice at once; if not, reading does, and says that it has to be rebuilt.
    let views = Views::open(dir.path()).unwrap();
    if views.position() != Position(0) {
        let read = views
            .reader()
            .read(|views| lanyard_projections::access_row::access_row(views, concern(1).stream()));
        assert!(matches!(read, Err(ViewError::Corrupt(_))));
        drop(views);
    }
    let views = Views::open(dir.path()).unwrap();
    assert_eq!(views.position(), Position(0));
}

#[test]
fn looks_that_failed_are_fed_on_their_own() {
    let World {
        dir, views, log, ..
    } = told();
    drop(views);
    std::fs::remove_file(dir.path().join("looks-v1.sqlite")).unwrap();
    let views = Views::open(dir.path()).unwrap();
    assert_eq!(views.looks_position(), Position(0));
    let position = views.position();
    // Casework is up to date and not held up; looks say what they lack.
    let applied = views.apply(&log[log.len() - 1..]).unwrap();
    assert_eq!(applied.position, position);
    assert!(matches!(
        applied.looks,
        Err(ViewError::Gap {
            reached: Position(0),
            ..
        })
    ));
    assert_eq!(views.resume_from(), Position(0));
    // An event that cannot be opened does not wait for them either.
    let next = Position(position.0 + 1);
    let unopened = unopened(position, pupil(1).stream());
    views.park(&unopened).unwrap();
    assert_eq!(views.position(), next);
    assert_eq!(views.apply_looks(&log).unwrap(), position);
    views.park(&unopened).unwrap();
    assert_eq!(views.resume_from(), next);
}

#[test]
fn a_rebuild_takes_the_place_of_the_old_files() {
    let World {
        dir, views, log, ..
    } = told();
    drop(views);
    let fresh = dir.path().join("fresh");
    let rebuilt = Views::rebuild_into(&fresh).unwrap();
    rebuilt.apply(&log).unwrap();
    rebuilt.install(dir.path()).unwrap();
    let views = Views::open(dir.path()).unwrap();
    assert_eq!(views.position(), Position(log.len() as u64));
    let again = Views::rebuild_into(&fresh).unwrap();
    again.apply(&log).unwrap();
    assert_eq!(equal(&views.reader(), &again.reader()).unwrap(), []);
}

#[tokio::test(start_paused = true)]
async fn a_reader_waits_for_what_it_wrote() {
    let mut world = told();
    let next = Position(world.log.len() as u64 + 1);
    let waited = world.views.wait_for(next, Duration::from_secs(2)).await;
    assert_eq!(waited, Err(WaitError::TimedOut));
    world.raise(9, 2, vec![linked_pupil(1)]);
    assert_eq!(
        world.views.wait_for(next, Duration::from_secs(2)).await,
        Ok(())
    );
}

/// The file of this release.
fn views_file(suffix: &str) -> String {
    format!(
        "views-v{}.sqlite{suffix}",
        lanyard_projections::VIEWS_VERSION
    )
}

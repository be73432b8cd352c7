use lanyard_events::academy::{AcademyDutyEnded, AcademyDutySet, AcademyEvent};
use lanyard_events::{At, DutyId};
use lanyard_projections::directory::{DutyRow, duties};
use lanyard_projections::{Views, equal};
use uuid::Uuid;

use crate::world::{World, academy, at, staff, unopened};

const DAY: [&str; 2] = ["2026-12-21T00:00:00Z", "2026-12-22T00:00:00Z"];

fn duty(n: u128) -> DutyId {
    DutyId::new(Uuid::from_u128(0xd000 + n))
}

/// Staff `who` is on duty at academy 1 between two times of 21 December.
fn set(world: &mut World, n: u128, who: u128, [from, until]: [&str; 2]) {
    let set = AcademyDutySet {
        duty: duty(n),
        staff: staff(who),
        from: time(from),
        until: time(until),
    };
    world.tell(academy(1), staff(1), AcademyEvent::DutySet(set));
}

fn end(world: &mut World, n: u128, time: At) {
    let ended = AcademyDutyEnded {
        duty: duty(n),
        at: time,
    };
    world.tell(academy(1), staff(1), AcademyEvent::DutyEnded(ended));
}

fn time(time: &str) -> At {
    at(&format!("2026-12-21T{time}:00Z"))
}

fn rows(world: &World, n: u128, [from, until]: [&str; 2]) -> Vec<DutyRow> {
    world.read(|views| duties(views, academy(n), (at(from), at(until))))
}

fn of(world: &World) -> Vec<DutyId> {
    { rows(world, 1, DAY).into_iter() }
        .map(|row| row.duty)
        .collect()
}

#[test]
fn a_rota_is_shown_by_its_times_with_the_names_of_the_register() {
    let mut world = World::with_people();
    set(&mut world, 1, 3, ["16:00", "20:00"]);
    set(&mut world, 2, 1, ["08:00", "16:00"]);
    let shown = rows(&world, 1, DAY);
    assert_eq!(
        { shown.iter() }
            .map(|row| (row.duty, row.staff))
            .collect::<Vec<_>>(),
        [(duty(2), staff(1)), (duty(1), staff(3))]
    );
    let name = shown[0].name.as_ref().map(|name| name.expose().as_str());
    assert_eq!(name, Some("Ruth Osei"));
    assert_eq!(
        (shown[1].from, shown[1].until),
        (time("16:00"), time("20:00"))
    );
    assert_eq!(rows(&world, 2, DAY), []);
    // What ends when the stretch begins, or begins when it ends, does not touch it.
    let touching = ["2026-12-21T16:00:00Z", "2026-12-21T16:00:01Z"];
    assert_eq!(rows(&world, 1, touching).len(), 1);
    let after = ["2026-12-21T20:00:00Z", "2026-12-22T00:00:00Z"];
    assert_eq!(rows(&world, 1, after), []);
}

#[test]
fn what_ended_early_is_shorter_and_what_was_taken_back_is_gone() {
    let mut world = World::with_people();
    set(&mut world, 1, 1, ["08:00", "16:00"]);
    set(&mut world, 2, 3, ["16:00", "20:00"]);
    end(&mut world, 1, time("12:00"));
    assert_eq!(rows(&world, 1, DAY)[0].until, time("12:00"));
    end(&mut world, 2, time("16:00"));
    assert_eq!(of(&world), [duty(1)]);
    let again = Views::rebuild_into(&world.dir.path().join("again")).unwrap();
    let applied = again.apply(&world.log).unwrap();
    assert_eq!(applied.parked, []);
    assert_eq!(equal(&world.views.reader(), &again.reader()).unwrap(), []);
}

#[test]
fn an_academy_whose_events_do_not_open_shows_no_rota() {
    let mut world = World::with_people();
    set(&mut world, 1, 1, ["08:00", "16:00"]);
    let poison = unopened(world.views.position(), academy(1).stream());
    world.views.park(&poison).unwrap();
    assert_eq!(of(&world), []);
}

//! A store whose positions have gaps: the views are those of the same events without, and an event
//! that was left out is noticed all the same.

use lanyard_access::{Action, Scope};
use lanyard_events::{Position, Role};
use lanyard_projections::access_row::access_row;
use lanyard_projections::looks::{LookFilter, looks};
use lanyard_projections::{OpenedEvent, ViewError, Views, equal};

use crate::world::*;

/// Casework and looks.
fn told() -> World {
    let mut world = World::with_people();
    for n in 1..=3 {
        world.raise(n, 2, vec![linked_pupil(n)]);
        world.look(1, vec![concern(n).stream()]);
        world.look(1, vec![concern(n).stream()]);
    }
    world.open_case(1, vec![linked_pupil(1)]);
    world.note(1, "a grey van");
    world
}

const fn spread(position: Position) -> Position {
    Position(position.0 * 137 + position.0 % 5 * 20)
}

/// The same events as a store with gaps has them.
fn with_gaps(log: &[OpenedEvent]) -> Vec<OpenedEvent> {
    let events = log.iter().cloned();
    events
        .map(|event| OpenedEvent {
            after: spread(event.after),
            position: spread(event.position),
            ..event
        })
        .collect()
}

/// The log as a reader hands it over who has left an event out and does not know.
fn without(mut log: Vec<OpenedEvent>, place: usize) -> Vec<OpenedEvent> {
    let left_out = log.remove(place);
    if let Some(next) = log.get_mut(place) {
        next.after = left_out.after;
    }
    log
}

#[test]
fn events_are_applied_in_any_batches_and_once() {
    let log = with_gaps(&told().log);
    let whole = tempfile::tempdir().unwrap();
    let whole = Views::open_chained(whole.path()).unwrap();
    whole.apply(&log).unwrap();
    assert_eq!(whole.position(), log.last().unwrap().position);
    assert_eq!(whole.looks_position(), whole.position());
    assert_eq!(whole.parked().unwrap(), []);
    for size in [1, 4] {
        let dir = tempfile::tempdir().unwrap();
        let views = Views::open_chained(dir.path()).unwrap();
        for batch in log.chunks(size) {
            views.apply(batch).unwrap();
        }
        views.apply(&log[3..]).unwrap();
        assert_eq!(equal(&whole.reader(), &views.reader()).unwrap(), []);
    }
}

#[test]
fn a_batch_that_does_not_begin_where_the_views_end_is_an_error() {
    let log = with_gaps(&told().log);
    let dir = tempfile::tempdir().unwrap();
    let views = Views::open_chained(dir.path()).unwrap();
    views.apply(&log[..5]).unwrap();
    let gap = views.apply(&log[6..]).unwrap_err();
    let (reached, found) = (log[4].position, log[6].position);
    assert!(matches!(gap, ViewError::Gap { reached: r, found: f } if (r, f) == (reached, found)));
    assert_eq!(views.position(), reached);
    let poison = unopened(log[5].position, pupil(1).stream());
    assert!(matches!(views.park(&poison), Err(ViewError::Gap { .. })));
    views.apply(&log[5..]).unwrap();
}

#[test]
fn a_stream_of_casework_with_an_event_left_out_is_parked_and_the_others_go_on() {
    let world = told();
    let log = with_gaps(&world.log);
    let place = log.len() - 2;
    assert_eq!(log[place].envelope.stream, case(1).stream());
    let dir = tempfile::tempdir().unwrap();
    let views = Views::open_chained(dir.path()).unwrap();
    let applied = views.apply(&without(log, place)).unwrap();
    assert_eq!(applied.parked.len(), 1);
    assert_eq!(applied.parked[0].stream, case(1).stream());
    let shown = |stream| {
        let row = views.reader().read(|views| access_row(views, stream));
        row.unwrap().exists
    };
    assert!(!shown(case(1).stream()));
    assert!(shown(concern(3).stream()));
}

#[test]
fn a_stream_of_looks_with_an_event_left_out_is_parked_too() {
    let log = with_gaps(&told().log);
    let is_look = |event: &OpenedEvent| event.envelope.event_type.as_str() == "access.looked";
    let scope = Scope::of(&caller(7, &[Role::Auditor]), Action::ReadAccessLog);
    let places: Vec<usize> = (0..log.len())
        .filter(|place| is_look(&log[*place]))
        .collect();
    for (left_out, kept) in [(places[0], 0), (places[2], 2)] {
        let dir = tempfile::tempdir().unwrap();
        let views = Views::open_chained(dir.path()).unwrap();
        views.apply(&without(log.clone(), left_out)).unwrap();
        let parked = views.parked().unwrap();
        assert_eq!(parked.len(), 1);
        assert_eq!(parked[0].code, "missing_events");
        let rows = views
            .reader()
            .read(|views| looks(views, &scope, &LookFilter::default(), ALL));
        assert_eq!(rows.unwrap().rows.len(), kept);
    }
}

#[test]
fn looks_left_out_by_a_failed_batch_do_not_go_unnoticed() {
    let log = with_gaps(&told().log);
    let dir = tempfile::tempdir().unwrap();
    let views = Views::open_chained(dir.path()).unwrap();
    views.apply(&log[..6]).unwrap();
    drop(views);
    std::fs::remove_file(dir.path().join("looks-v1.sqlite")).unwrap();
    let views = Views::open_chained(dir.path()).unwrap();
    let applied = views.apply(&log[6..]).unwrap();
    assert!(matches!(applied.looks, Err(ViewError::Gap { .. })));
    assert_eq!(views.apply_looks(&log).unwrap(), views.position());
    assert_eq!(views.parked().unwrap(), []);
}

#[test]
fn parked_streams_are_tried_again_from_the_start() {
    let log = with_gaps(&told().log);
    let is_look = |event: &OpenedEvent| event.envelope.event_type.as_str() == "access.looked";
    let first = log.iter().position(is_look).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let views = Views::open_chained(dir.path()).unwrap();
    views.apply(&without(log.clone(), first)).unwrap();
    assert_eq!(views.retry_parked().unwrap(), 1);
    assert_eq!(views.apply_looks(&log).unwrap(), views.position());
    assert_eq!(views.parked().unwrap(), []);
}

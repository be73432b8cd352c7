use lanyard_access::Action;
use lanyard_events::case::{CaseActionDone, CaseEvent};
use lanyard_events::{ActionId, Position, Role};
use lanyard_projections::access_row::access_row;
use lanyard_projections::case_timeline::case_timeline;
use lanyard_projections::concern_inbox::untriaged;
use lanyard_projections::directory::{caller as caller_row, pupil as one_pupil};
use lanyard_projections::search::search_texts;
use lanyard_projections::{Views, equal};
use uuid::Uuid;

use crate::world::*;

/// An action done that was never planned.
fn poison(world: &mut World) -> Position {
    let done = CaseActionDone {
        action: ActionId::new(Uuid::from_u128(99)),
        outcome: text("nothing"),
    };
    world.tell(case(1), staff(1), CaseEvent::ActionDone(done))
}

fn with_case() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    world.note(1, "a grey van");
    world
}

#[test]
fn a_poison_event_hides_its_stream_and_nothing_else() {
    let mut world = with_case();
    let position = poison(&mut world);
    world.note(1, "after it");
    world.raise(2, 2, vec![linked_pupil(3)]);
    let parked = world.views.parked().unwrap();
    assert_eq!(parked.len(), 1);
    assert_eq!(parked[0].stream, case(1).stream());
    assert_eq!(parked[0].position, position);
    assert_eq!(parked[0].code, "impossible_history");
    let reading = scope(1, &[Role::Dsl], Action::ReadCase);
    assert_eq!(
        world.read(|views| case_timeline(views, &reading, case(1), ALL)),
        None
    );
    assert!(
        !world
            .read(|views| access_row(views, case(1).stream()))
            .exists
    );
    let search = scope(1, &[Role::Dsl], Action::Search);
    assert_eq!(
        world
            .read(|views| search_texts(views, &search, &text("van"), ALL))
            .rows,
        []
    );
    assert!(
        world
            .read(|views| access_row(views, concern(1).stream()))
            .exists
    );
    let listing = scope(1, &[Role::Dsl], Action::ListConcerns);
    let inbox = world.read(|views| untriaged(views, &listing, None, ALL));
    assert_eq!(inbox.rows[0].concern, concern(2));
}

#[test]
fn parking_inside_a_batch_leaves_the_same_views_as_one_by_one() {
    let mut world = with_case();
    poison(&mut world);
    world.note(1, "after it");
    world.raise(2, 2, vec![linked_pupil(3)]);
    let other = tempfile::tempdir().unwrap();
    let views = Views::open(other.path()).unwrap();
    let applied = views.apply(&world.log).unwrap();
    assert_eq!(applied.parked.len(), 1);
    assert_eq!(equal(&world.views.reader(), &views.reader()).unwrap(), []);
}

#[test]
fn a_parked_concern_leaves_its_case_without_its_entries() {
    let mut world = with_case();
    // A second beginning.
    let again = lanyard_events::concern::ConcernEvent::Raised(raised(vec![], "again"));
    world.tell(concern(1), staff(2), again);
    let reading = scope(1, &[Role::Dsl], Action::ReadCase);
    let timeline = world
        .read(|views| case_timeline(views, &reading, case(1), ALL))
        .unwrap();
    let kinds: Vec<_> = timeline
        .page
        .rows
        .iter()
        .map(|entry| entry.kind.as_str())
        .collect();
    assert_eq!(kinds, ["case.opened", "case.note_added"]);
}

#[test]
fn an_event_that_could_not_be_opened_parks_its_stream() {
    let mut world = with_case();
    let next = Position(world.log.len() as u64 + 1);
    let poison = unopened(world.views.position(), pupil(1).stream());
    world.views.park(&poison).unwrap();
    assert_eq!(world.views.position(), next);
    assert_eq!(world.views.looks_position(), next);
    assert_eq!(world.read(|views| one_pupil(views, pupil(1))), None);
    let far = unopened(Position(next.0 + 4), pupil(2).stream());
    assert!(world.views.park(&far).is_err());
    let reopened = Views::open(world.dir.path()).unwrap();
    assert_eq!(reopened.parked().unwrap()[0].code, "unknown_type");
    world.views = reopened;
}

#[test]
fn a_parked_member_of_staff_cannot_log_in() {
    let world = with_case();
    let poison = unopened(world.views.position(), staff(1).stream());
    world.views.park(&poison).unwrap();
    let row = world.read(|views| {
        caller_row(
            views,
            "https://id.example",
            "subject-1",
            at("2026-11-10T14:05:00Z"),
        )
    });
    assert_eq!(row, None);
}

#[test]
fn after_an_upgrade_parked_streams_are_tried_again_from_the_start() {
    let mut world = with_case();
    poison(&mut world);
    assert_eq!(world.views.retry_parked().unwrap(), 1);
    assert_eq!(world.views.position(), Position(0));
    // The upgraded release would know what to do with the event; here it is left out instead.
    let healthy = &world.log[..world.log.len() - 1];
    let applied = world.views.apply(healthy).unwrap();
    assert_eq!(applied.parked, []);
    let reading = scope(1, &[Role::Dsl], Action::ReadCase);
    let timeline = world
        .read(|views| case_timeline(views, &reading, case(1), ALL))
        .unwrap();
    assert_eq!(timeline.page.rows.len(), 4);
    assert_eq!(world.views.retry_parked().unwrap(), 0);
}

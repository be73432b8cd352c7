use lanyard_access::{Action, RoleSet, Scope};
use lanyard_events::{Actor, Event, Role, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::case_timeline::case_timeline;
use lanyard_projections::concern_page::concern_page;
use lanyard_projections::directory::{pupil as one_pupil, staff_member};
use lanyard_projections::looks::{LookFilter, looks};
use lanyard_projections::search::search_texts;
use lanyard_projections::{Views, equal};

use crate::world::*;

fn erase(world: &World, streams: &[StreamId]) -> Views {
    let dir = world.dir.path().join("erased");
    let views = Views::rebuild_into(&dir).unwrap();
    let mut log = world.log.clone();
    for event in &mut log {
        if streams.contains(&event.envelope.stream) {
            event.event = None;
        }
    }
    let applied = views.apply(&log).unwrap();
    assert_eq!(applied.parked, []);
    views
}

fn told() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    world.note(1, "a grey van");
    world.look(1, vec![case(1).stream()]);
    world
}

#[test]
fn an_erased_case_shows_nothing_and_is_found_by_nothing() {
    let world = told();
    let views = erase(
        &world,
        &[case(1).stream(), concern(1).stream(), pupil(1).stream()],
    );
    let dsl = scope(1, &[Role::Dsl], Action::ReadCase);
    let search = scope(1, &[Role::Dsl], Action::Search);
    views
        .reader()
        .read(|views| {
            assert_eq!(case_timeline(views, &dsl, case(1), ALL)?, None);
            assert_eq!(search_texts(views, &search, &text("van"), ALL)?.rows, []);
            assert_eq!(one_pupil(views, pupil(1))?, None);
            let row = access_row(views, case(1).stream())?;
            assert!(row.exists);
            assert_eq!(row.routed_to, RoleSet::EMPTY);
            Ok(())
        })
        .unwrap();
}

#[test]
fn every_stream_can_be_erased() {
    let world = told();
    let all: Vec<StreamId> = world
        .log
        .iter()
        .map(|event| event.envelope.stream)
        .collect();
    let views = erase(&world, &all);
    assert_eq!(views.position(), world.views.position());
    let auditor = scope(7, &[Role::Auditor], Action::ReadAccessLog);
    views
        .reader()
        .read(|views| {
            assert_eq!(staff_member(views, staff(1))?, None);
            let looks = looks(views, &auditor, &LookFilter::default(), ALL)?;
            assert_eq!(looks.rows[0].result, None);
            Ok(())
        })
        .unwrap();
    assert_ne!(equal(&world.views.reader(), &views.reader()).unwrap(), []);
}

#[test]
fn an_erased_beginning_does_not_park_what_follows() {
    let mut world = told();
    let erased = world.make(
        concern(7).stream(),
        Actor::Staff(staff(2)),
        None,
        "concern.raised",
    );
    world.apply(erased);
    world.triage(
        7,
        1,
        lanyard_events::concern::TriageDecision::NoFurtherAction,
    );
    assert_eq!(world.views.parked().unwrap(), []);
}

#[test]
fn an_erased_entry_keeps_its_place_in_the_timeline() {
    let mut world = told();
    let erased = world.make(
        case(1).stream(),
        Actor::Staff(staff(1)),
        None,
        "case.note_added",
    );
    let position = world.apply(erased);
    let information = world.make(
        concern(1).stream(),
        Actor::Staff(staff(1)),
        None::<Event>,
        "concern.information_added",
    );
    world.apply(information);
    let dsl = caller(1, &[Role::Dsl]);
    let scope = Scope::of(&dsl, Action::ReadCase);
    let timeline = world
        .read(|views| case_timeline(views, &scope, case(1), ALL))
        .unwrap();
    let entry = timeline
        .page
        .rows
        .iter()
        .find(|entry| entry.position == position)
        .unwrap();
    assert_eq!(entry.detail, None);
    let scope = Scope::of(&dsl, Action::ReadConcern);
    let page = world
        .read(|views| concern_page(views, &scope, concern(1)))
        .unwrap();
    assert_eq!(page.erased_entries, 1);
}

use lanyard_access::{Action, PersonKey, Scope};
use lanyard_events::case::{CaseEvent, CasePersonCorrected, CasePersonLinked};
use lanyard_events::concern::{ConcernEvent, ConcernPersonCorrected};
use lanyard_events::{LinkRole, LinkedPerson, PersonRef, Role, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::case_timeline::case_timeline;
use lanyard_projections::pupil_history::history;

use crate::world::*;

fn matters(world: &World, scope: &Scope, n: u128) -> Vec<StreamId> {
    let page = world.read(|views| history(views, scope, PersonKey::Pupil(pupil(n)), ALL));
    page.rows.into_iter().map(|row| row.matter).collect()
}

fn dsl() -> Scope {
    scope(1, &[Role::Dsl], Action::ReadPupilHistory)
}

#[test]
fn s08_after_a_correction_the_wrong_pupil_has_no_such_history() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    assert_eq!(
        matters(&world, &dsl(), 1),
        [case(1).stream(), concern(1).stream()]
    );
    let (from, to) = (
        PersonRef::Pupil { id: pupil(1) },
        PersonRef::Pupil { id: pupil(2) },
    );
    let reason = text("two Amaras");
    let correction = ConcernPersonCorrected {
        from: from.clone(),
        to: to.clone(),
        reason: reason.clone(),
    };
    world.tell(
        concern(1),
        staff(1),
        ConcernEvent::PersonCorrected(correction),
    );
    let follows = CasePersonCorrected {
        from,
        to,
        reason,
        concern: Some(concern(1)),
    };
    let corrected = world.tell(case(1), staff(1), CaseEvent::PersonCorrected(follows));
    assert_eq!(matters(&world, &dsl(), 1), []);
    assert_eq!(
        matters(&world, &dsl(), 2),
        [case(1).stream(), concern(1).stream()]
    );
    for stream in [concern(1).stream(), case(1).stream()] {
        let row = world.read(|views| access_row(views, stream));
        assert_eq!(row.people, [PersonKey::Pupil(pupil(2))]);
    }
    let reading = scope(1, &[Role::Dsl], Action::ReadCase);
    let timeline = world
        .read(|views| case_timeline(views, &reading, case(1), ALL))
        .unwrap();
    let opened = timeline
        .page
        .rows
        .iter()
        .find(|entry| entry.kind == "case.opened")
        .unwrap();
    assert_eq!(opened.corrected_by, Some(corrected));
}

#[test]
fn a_correction_to_somebody_linked_already_leaves_one_link() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1), linked_pupil(2)]);
    let correction = ConcernPersonCorrected {
        from: PersonRef::Pupil { id: pupil(1) },
        to: PersonRef::Pupil { id: pupil(2) },
        reason: text("named twice"),
    };
    world.tell(
        concern(1),
        staff(1),
        ConcernEvent::PersonCorrected(correction),
    );
    assert_eq!(matters(&world, &dsl(), 1), []);
    assert_eq!(matters(&world, &dsl(), 2), [concern(1).stream()]);
}

#[test]
fn a_person_linked_later_has_the_case_in_their_history() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    let linked = CasePersonLinked {
        person: LinkedPerson::new(PersonRef::Pupil { id: pupil(3) }, LinkRole::Sibling),
        reason: None,
    };
    world.tell(case(1), staff(1), CaseEvent::PersonLinked(linked));
    let page = world.read(|views| history(views, &dsl(), PersonKey::Pupil(pupil(3)), ALL));
    assert_eq!(page.rows[0].matter, case(1).stream());
    assert_eq!(page.rows[0].parts, [LinkRole::Sibling]);
    assert_eq!(page.rows[0].reference, "C4SE0001");
}

#[test]
fn a_history_crosses_academies_only_for_who_may_see_both() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    let elsewhere = ConcernEvent::Raised(raised(vec![linked_pupil(1)], "earlier"));
    world.tell_at(Some(academy(2)), concern(2), staff(2), elsewhere);
    assert_eq!(matters(&world, &dsl(), 1), [concern(1).stream()]);
    let lead = scope(9, &[Role::TrustLead], Action::ReadPupilHistory);
    assert_eq!(
        matters(&world, &lead, 1),
        [concern(2).stream(), concern(1).stream()]
    );
}

#[test]
fn nobody_sees_the_history_of_their_own_child() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.raise(2, 2, vec![linked_pupil(1), linked_pupil(3)]);
    let mut callum = caller(3, &[Role::DeputyDsl]);
    callum.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    let scope = Scope::of(&callum, Action::ReadPupilHistory);
    assert_eq!(matters(&world, &scope, 1), []);
    // Nor the same matter by way of another child in it.
    assert_eq!(matters(&world, &scope, 3), []);
}

use lanyard_access::{PersonKey, ResourceKind, RoleSet};
use lanyard_events::{Actor, LinkedPerson, PersonRef, Revision};
use lanyard_projections::access_row::access_row;

use crate::world::*;

#[test]
fn a_concern_has_all_that_a_decision_needs() {
    let mut world = World::with_people();
    let description = text("a boy in a red coat");
    let boy = PersonRef::Described { description };
    let described = LinkedPerson::new(boy, lanyard_events::LinkRole::Witness);
    world.raise(1, 2, vec![linked_pupil(1), linked_staff(3), described]);
    let row = world.read(|views| access_row(views, concern(1).stream()));
    assert!(row.exists);
    assert_eq!(row.academy, Some(academy(1)));
    assert_eq!(row.routed_to, RoleSet::from_roles(PUPIL_ROUTE));
    assert_eq!(row.raised_by, Some(Actor::Staff(staff(2))));
    assert_eq!(
        row.people,
        [PersonKey::Pupil(pupil(1)), PersonKey::Staff(staff(3))]
    );
    let resource = row.resource();
    assert_eq!(resource.kind, ResourceKind::Concern);
    assert_eq!(resource.stream, Some(concern(1).stream()));
}

#[test]
fn an_absent_stream_has_a_row_that_gives_nothing() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    // Below the first, between two, and beyond the last stored key.
    for n in [0, 2, 0xffff] {
        let row = world.read(|views| access_row(views, concern(n).stream()));
        assert!(!row.exists);
        assert_eq!(row.people, []);
        assert_eq!(row.routed_to, RoleSet::EMPTY);
        assert_eq!(row.resource().stream, None);
    }
}

#[test]
fn a_pupil_is_the_subject_of_its_own_row() {
    let world = World::with_people();
    let row = world.read(|views| access_row(views, pupil(1).stream()));
    assert_eq!(row.resource().subject, Some(PersonKey::Pupil(pupil(1))));
    assert_eq!(row.resource().kind, ResourceKind::Pupil);
}

#[test]
fn the_revision_moves_with_every_event() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    world.note(1, "first");
    world.note(1, "second");
    let revision = |stream| world.read(|views| access_row(views, stream)).revision;
    assert_eq!(revision(concern(1).stream()), Revision(1));
    assert_eq!(revision(case(1).stream()), Revision(2));
}

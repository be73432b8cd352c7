//! Conflicts of interest: domain.md 1 rule 1.

use lanyard_access::{Action, Resource, ResourceKind, Scope};
use lanyard_events::{Actor, Role};

use crate::scene::*;

#[test]
fn the_conflicted_see_nothing_whatever_their_roles() {
    let all_roles = person(Role::ALL);
    let mut by_person = all_roles.clone();
    by_person.excluded_persons.insert(AMARA.into());
    let mut by_matter = all_roles.clone();
    for kind in [ResourceKind::Concern, ResourceKind::Case] {
        by_matter.excluded_matters.insert(stream(kind));
    }
    for resource in pupil_matters(&[COLLEAGUE.into(), AMARA.into()]) {
        let mut resource = resource;
        resource.granted = vec![ME];
        resource.raised_by = Some(Actor::Staff(ME));
        for action in Action::ALL {
            for conflicted in [&by_person, &by_matter] {
                assert!(
                    !may(conflicted, *action, &resource),
                    "{action:?} {:?}",
                    resource.kind
                );
                assert!(
                    !Scope::of(conflicted, *action).permits(&resource),
                    "{action:?}"
                );
            }
        }
        let readable = CONTENT
            .iter()
            .any(|action| may(&all_roles, *action, &resource));
        let of_its_matter = matches!(
            resource.kind,
            ResourceKind::CaseAction | ResourceKind::Referral
        );
        assert!(readable || of_its_matter);
    }
}

#[test]
fn a_history_a_receipt_and_a_look_about_an_excluded_person_are_closed_too() {
    let mut caller = person(Role::ALL);
    let mut pupil = Resource::at(ResourceKind::Pupil, OAKFIELD);
    pupil.subject = Some(AMARA.into());
    pupil.stream = Some(AMARA.stream());
    let mut look = Resource::new(ResourceKind::AccessLog);
    look.people = vec![AMARA.into()];
    let asked = [
        (Action::ReadPupilHistory, &pupil),
        (Action::ReadReceipt, &pupil),
        (Action::ReadLogProof, &pupil),
        (Action::ReadAccessLog, &look),
    ];
    for (action, resource) in asked {
        assert!(may(&caller, action, resource), "{action:?}");
    }
    caller.excluded_persons.insert(AMARA.into());
    for (action, resource) in asked {
        assert!(!may(&caller, action, resource), "{action:?}");
    }
}

/// S30: Callum is deputy DSL and his daughter a pupil.
#[test]
fn a_parent_on_the_staff_raises_a_concern_about_the_child_and_sees_the_roster_but_no_more() {
    let mut callum = person(&[Role::Staff, Role::DeputyDsl]);
    callum.excluded_persons.insert(DAUGHTER.into());
    let academy = Resource::at(ResourceKind::Academy, OAKFIELD);
    assert!(may(&callum, Action::RaiseConcern, &academy));

    let mut pupil = Resource::at(ResourceKind::Pupil, OAKFIELD);
    pupil.subject = Some(DAUGHTER.into());
    assert!(may(&callum, Action::ReadPupilRoster, &pupil));
    assert!(!may(&callum, Action::ReadPupilHistory, &pupil));

    let mut concern = matter(ResourceKind::Concern, &PUPILS, &[DAUGHTER.into()]);
    concern.raised_by = Some(callum.actor);
    for action in [
        Action::SeeConcernStatus,
        Action::ReadConcern,
        Action::ReadReceipt,
    ] {
        assert!(!may(&callum, action, &concern), "{action:?}");
    }
}

#[test]
fn a_head_sees_adults_matters_except_about_themself() {
    let head = person(&[Role::Head]);
    let about_colleague = matter(ResourceKind::Concern, &[Role::Head], &[COLLEAGUE.into()]);
    let about_me = matter(ResourceKind::Concern, &[Role::Head], &[ME.into()]);
    assert!(may(&head, Action::ReadConcern, &about_colleague));
    assert!(!may(&head, Action::ReadConcern, &about_me));

    let mut without_conflict_stream = head.clone();
    without_conflict_stream.excluded_persons.clear();
    assert!(!may(
        &without_conflict_stream,
        Action::ReadConcern,
        &about_me
    ));
    assert!(!Scope::of(&without_conflict_stream, Action::ListConcerns).permits(&about_me));
}

#[test]
fn one_marks_oneself_as_conflicted_but_does_not_lift_it() {
    let dsl = person(&[Role::Dsl]);
    let mut case = matter(ResourceKind::Case, &PUPILS, &[AMARA.into()]);
    case.subject = Some(ME.into());
    assert!(may(&dsl, Action::MarkConflict, &case));
    assert!(!may(&dsl, Action::LiftConflict, &case));
    assert!(!may(&dsl, Action::ConfirmConflict, &case));
    case.subject = Some(COLLEAGUE.into());
    assert!(may(&dsl, Action::LiftConflict, &case));
}

/// Registers are matters too: whoever sees an entry marks, and the seniors among them decide.
#[test]
fn a_conflict_is_marked_in_an_entry_by_whoever_sees_it_and_hides_even_ones_own() {
    let entry = || {
        let mut entry = Resource::at(ResourceKind::RegisterEntry, OAKFIELD);
        entry.routed_to = [Role::It, Role::Head].into_iter().collect();
        entry.stream = Some(stream(ResourceKind::RegisterEntry));
        entry
    };
    let decides = [Action::ConfirmConflict, Action::LiftConflict];
    for (role, sees) in [(Role::It, true), (Role::Head, true), (Role::Staff, false)] {
        let caller = person(&[role]);
        assert_eq!(may(&caller, Action::MarkConflict, &entry()), sees, "{role}");
        let mut of_colleague = entry();
        of_colleague.routed_to = [Role::Head].into_iter().collect();
        of_colleague.subject = Some(COLLEAGUE.into());
        let mut of_oneself = of_colleague.clone();
        of_oneself.subject = Some(ME.into());
        for action in decides {
            assert_eq!(may(&caller, action, &of_colleague), role == Role::Head);
            assert!(!may(&caller, action, &of_oneself));
        }
    }
    let mut own = entry();
    own.granted = vec![ME];
    let mut caller = person(&[Role::It]);
    assert!(may(&caller, Action::ReadEntry, &own));
    caller.excluded_matters.extend(own.stream);
    for action in [
        Action::ReadEntry,
        Action::WorkEntry,
        Action::ListEntries,
        Action::MarkConflict,
        Action::ReadReceipt,
        Action::ReadLogProof,
    ] {
        assert!(!may(&caller, action, &own), "{action:?}");
    }
    assert!(!Scope::of(&caller, Action::ListEntries).permits(&own));
}

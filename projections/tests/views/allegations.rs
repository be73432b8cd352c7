//! Adults' matters: who finds them, what comes back when, where they go once the adult is known.

use lanyard_access::{Action, PersonKey};
use lanyard_events::allegation::{
    AllegationChildCaseLinked, AllegationClosed, AllegationEvent, AllegationNoteAdded,
    AllegationOpened, AllegationPersonMatched, AllegationReopened, AllegationTellingDecided,
    TellingTime, ToBeTold,
};
use lanyard_events::concern::TriageDecision;
use lanyard_events::{LinkRole, LinkedPerson, PersonRef, Role};
use lanyard_projections::access_row::access_row;
use lanyard_projections::allegations::{
    AllegationFilter, AllegationState, SameAdultState, allegation_page, allegations,
};
use lanyard_projections::concern_inbox::ConcernState;

use crate::world::*;

fn described() -> PersonRef {
    PersonRef::Described {
        description: text("the cover teacher"),
    }
}

/// Concern `n` about staff 2, or about somebody whom nobody can name, and the matter opened from it.
pub fn open(world: &mut World, n: u128, is_named: bool) {
    let mut people = vec![linked_pupil(1), linked_staff(2)];
    if !is_named {
        people[1] = LinkedPerson::new(described(), LinkRole::AllegedToHaveDoneIt);
    }
    let routed_to = if is_named {
        vec![Role::Head]
    } else {
        vec![Role::Head, Role::TrustLead]
    };
    let mut raised = raised(people.clone(), "Her arm was grabbed.");
    raised.routed_to.clone_from(&routed_to);
    world.tell(
        concern(n),
        staff(1),
        lanyard_events::concern::ConcernEvent::Raised(raised),
    );
    let allegation = allegation(n);
    world.triage(n, 4, TriageDecision::OpenAllegation { allegation });
    let opened = AllegationOpened {
        concern: concern(n),
        category: from_json("\"physical_abuse\""),
        people,
        routed_to,
        owner: staff(4),
        reason: text("she says that an adult did it"),
        reference: "ADLT0001".to_owned(),
    };
    world.tell(allegation, staff(4), AllegationEvent::Opened(opened));
}

fn head() -> lanyard_access::Scope {
    scope(4, &[Role::Head], Action::ReadAllegation)
}

fn listed(world: &World, role: Role, state: Option<AllegationState>) -> usize {
    let scope = scope(4, &[role], Action::ListAllegations);
    let filter = AllegationFilter {
        state,
        ..AllegationFilter::default()
    };
    world
        .read(|views| allegations(views, &scope, &filter, ALL))
        .rows
        .len()
}

pub fn telling(whom: ToBeTold, when: TellingTime) -> AllegationEvent {
    AllegationEvent::TellingDecided(AllegationTellingDecided {
        whom,
        when,
        advised_by: Vec::new(),
        reason: text("the LADO decides"),
    })
}

#[test]
fn it_is_listed_for_those_to_whom_it_went_and_closes_and_opens_again() {
    let mut world = World::with_people();
    open(&mut world, 1, true);
    for (role, seen) in [(Role::Head, 1), (Role::Dsl, 0), (Role::TrustLead, 0)] {
        assert_eq!(listed(&world, role, None), seen, "{role}");
    }
    let closed = AllegationClosed {
        reason: text("told to all"),
        confirmed_by: staff(3),
    };
    world.tell(allegation(1), staff(4), AllegationEvent::Closed(closed));
    assert_eq!(listed(&world, Role::Head, Some(AllegationState::Closed)), 1);
    let page = world.read(|v| allegation_page(v, &head(), allegation(1)));
    let in_force = page.unwrap().in_force;
    assert_eq!(in_force[0].kind, "allegation.closed");
    let reopened = AllegationReopened {
        reason: text("another pupil"),
    };
    world.tell(allegation(1), staff(4), AllegationEvent::Reopened(reopened));
    assert_eq!(listed(&world, Role::Head, Some(AllegationState::Open)), 1);
    let page = world.read(|v| allegation_page(v, &head(), allegation(1)));
    let page = page.unwrap();
    assert_eq!(page.in_force, []);
    assert_eq!(page.allegation.closed_at, None);
}

#[test]
fn the_first_review_is_the_next_until_it_is_decided_otherwise() {
    let mut world = World::with_people();
    open(&mut world, 1, true);
    let next = |world: &World| {
        let page = world.read(|v| allegation_page(v, &head(), allegation(1)));
        let row = page.unwrap().allegation;
        row.next_review_on.map(|day| day.to_string())
    };
    assert_eq!(next(&world), None);
    for (whom, day) in [
        (ToBeTold::Adult, "2026-11-20"),
        (ToBeTold::Parents, "2026-11-18"),
    ] {
        let review_on = day.parse().unwrap();
        let event = telling(whom, TellingTime::NotTold { review_on });
        world.tell(allegation(1), staff(4), event);
    }
    assert_eq!(next(&world).as_deref(), Some("2026-11-18"));
    let on = "2026-11-11".parse().unwrap();
    let event = telling(ToBeTold::Parents, TellingTime::On { on });
    world.tell(allegation(1), staff(4), event);
    assert_eq!(next(&world).as_deref(), Some("2026-11-20"));
}

#[test]
fn once_the_adult_is_known_it_goes_elsewhere_and_is_kept_from_them() {
    let mut world = World::with_people();
    open(&mut world, 1, false);
    assert_eq!(listed(&world, Role::TrustLead, None), 1);
    let matched = AllegationPersonMatched {
        described: described(),
        staff: staff(2),
        reason: text("the cover list"),
        routed_to: vec![Role::Head],
    };
    world.tell(
        allegation(1),
        staff(4),
        AllegationEvent::PersonMatched(matched),
    );
    assert_eq!(listed(&world, Role::Head, None), 1);
    assert_eq!(listed(&world, Role::TrustLead, None), 0);
    let row = world.read(|views| access_row(views, allegation(1).stream()));
    assert!(row.people.contains(&PersonKey::Staff(staff(2))));
    assert!(!row.routed_to.contains(Role::TrustLead));
    let accused = scope(2, &[Role::Head], Action::ReadAllegation);
    let page = world.read(|v| allegation_page(v, &accused, allegation(1)));
    assert_eq!(page, None);
}

#[test]
fn what_else_is_said_of_the_adult_counts_each_matter_once() {
    let mut world = World::with_people();
    open(&mut world, 1, true);
    open(&mut world, 2, true);
    let mut alone = raised(vec![linked_staff(2)], "Shouted.");
    alone.routed_to = vec![Role::Head];
    world.tell(
        concern(3),
        staff(1),
        lanyard_events::concern::ConcernEvent::Raised(alone),
    );
    let page = world.read(|v| allegation_page(v, &head(), allegation(2)));
    let same = page.unwrap().same_adult;
    let matters: Vec<_> = same.iter().map(|row| row.matter).collect();
    assert_eq!(matters, [concern(3).stream(), allegation(1).stream()]);
    assert_eq!(
        same[0].state,
        SameAdultState::Concern(ConcernState::Untriaged)
    );
    // As many in the list, and none of those that are closed to the reader.
    let counts = |scope: &lanyard_access::Scope| {
        let filter = AllegationFilter::default();
        let page = world.read(|v| allegations(v, scope, &filter, ALL));
        let counts: Vec<_> = { page.rows.iter() }
            .map(|row| row.about_same_adult.count)
            .collect();
        counts
    };
    assert_eq!(counts(&head()), [2, 2]);
    let mut barred = head();
    barred.excluded_matters.insert(allegation(1).stream());
    assert_eq!(counts(&barred), [1]);
}

#[test]
fn a_childs_case_is_named_to_whoever_may_read_it_only() {
    let mut world = World::with_people();
    open(&mut world, 1, true);
    world.raise(2, 1, vec![linked_pupil(1)]);
    world.open_case(2, vec![linked_pupil(1)]);
    let linked = AllegationChildCaseLinked {
        case: case(2),
        pupils: vec![pupil(1)],
        category: from_json("\"physical_abuse\""),
        owner: staff(1),
        reason: text("somebody of her own"),
    };
    world.tell(
        allegation(1),
        staff(4),
        AllegationEvent::ChildCaseLinked(linked),
    );
    let cases = |scope: &lanyard_access::Scope| {
        let page = world.read(|v| allegation_page(v, scope, allegation(1)));
        page.unwrap().child_cases.len()
    };
    assert_eq!(cases(&head()), 1);
    let mut barred = head();
    barred.excluded_matters.insert(case(2).stream());
    assert_eq!(cases(&barred), 0);
}

#[test]
fn an_erased_entry_keeps_its_place_and_a_note_after_it_is_shown() {
    let mut world = World::with_people();
    open(&mut world, 1, true);
    let by = lanyard_events::Actor::Staff(staff(4));
    let erased = world.make(
        allegation(1).stream(),
        by,
        None,
        "allegation.threshold_decided",
    );
    world.apply(erased);
    let note = AllegationNoteAdded {
        text: text("on we go"),
    };
    world.tell(allegation(1), staff(4), AllegationEvent::NoteAdded(note));
    let page = world.read(|v| allegation_page(v, &head(), allegation(1)));
    let page = page.unwrap();
    assert_eq!(page.in_force.len(), 1);
    assert_eq!(page.in_force[0].detail, None);
    assert_eq!(page.allegation.threshold, None);
}

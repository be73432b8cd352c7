use lanyard_access::{Action, PersonKey, Scope};
use lanyard_events::case::{
    CaseActionDone, CaseActionPlanned, CaseClosed, CaseConcernAdded, CaseEvent, CaseOwnerChanged,
    CaseParentsContacted, CaseParentsNotTold, CasePersonCorrected, CasePlanSet, CaseReopened,
    ContactHow, PlanKind,
};
use lanyard_events::concern::TriageDecision;
use lanyard_events::{ActionId, PersonRef, Role};
use lanyard_projections::case_timeline::case_timeline;
use lanyard_projections::caseload::{
    CaseFilter, CaseState, DueFilter, DueKind, case_page, cases, due,
};
use lanyard_projections::plans::{PlanFilter, plans};
use lanyard_projections::{Cursor, Paging};
use uuid::Uuid;

use crate::world::*;

fn dsl(action: Action) -> Scope {
    scope(1, &[Role::Staff, Role::Dsl], action)
}

fn with_case() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    world
}

fn action(n: u128) -> ActionId {
    ActionId::new(Uuid::from_u128(n))
}

fn plan(world: &mut World, n: u128, owner: u128, due_at: &str) {
    let planned = CaseActionPlanned {
        action: action(n),
        title: text("talk to the form tutor"),
        owner: staff(owner),
        due_at: at(due_at),
    };
    world.tell(case(1), staff(1), CaseEvent::ActionPlanned(planned));
}

fn close(world: &mut World) {
    let closed = CaseClosed {
        outcome: from_json("\"resolved\""),
        reason: text("it has stopped"),
        confirmed_by: staff(4),
    };
    world.tell(case(1), staff(1), CaseEvent::Closed(closed));
}

fn mine(world: &World, n: u128) -> Vec<(DueKind, String)> {
    let scope = scope(n, &[Role::Dsl], Action::ListMyActions);
    let filter = DueFilter {
        owner: Some(staff(n)),
        ..DueFilter::default()
    };
    let page = world.read(|views| due(views, &scope, &filter, ALL));
    page.rows
        .iter()
        .map(|row| (row.kind, row.due_at.to_string()))
        .collect()
}

#[test]
fn the_timeline_tells_the_whole_way_in_order() {
    let mut world = with_case();
    world.note(1, "spoke to her");
    world.raise(2, 2, vec![linked_pupil(3)]);
    world.triage(2, 1, TriageDecision::AddToCase { case: case(1) });
    let added = CaseConcernAdded {
        concern: concern(2),
        people: vec![linked_pupil(3)],
    };
    world.tell(case(1), staff(1), CaseEvent::ConcernAdded(added));
    world.note(1, "and again");
    let timeline = world
        .read(|views| case_timeline(views, &dsl(Action::ReadCase), case(1), ALL))
        .unwrap();
    let kinds: Vec<_> = timeline
        .page
        .rows
        .iter()
        .map(|entry| entry.kind.as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "concern.raised",
            "concern.triaged",
            "case.opened",
            "case.note_added",
            "concern.raised",
            "concern.triaged",
            "case.concern_added",
            "case.note_added"
        ]
    );
    assert_eq!(timeline.page.rows[0].actor_name, Some(text("Priya Nair")));
    assert_eq!(timeline.page.rows[0].matter, concern(1).stream());
    let detail: serde_json::Value =
        serde_json::from_str(timeline.page.rows[3].detail.as_ref().unwrap().expose()).unwrap();
    assert_eq!(detail["text"], "spoke to her");
    assert!(
        timeline
            .names
            .contains(&(PersonKey::Pupil(pupil(3)), text("Jo O'Neill")))
    );
}

#[test]
fn what_is_said_in_a_concern_later_stands_in_its_case_too() {
    let mut world = with_case();
    let added = lanyard_events::concern::ConcernInformationAdded {
        text: text("more"),
        childs_words: None,
    };
    world.tell(
        concern(1),
        staff(2),
        lanyard_events::concern::ConcernEvent::InformationAdded(added),
    );
    let timeline = world
        .read(|views| case_timeline(views, &dsl(Action::ReadCase), case(1), ALL))
        .unwrap();
    assert_eq!(
        timeline.page.rows.last().unwrap().kind,
        "concern.information_added"
    );
}

#[test]
fn a_timeline_is_read_in_pages() {
    let mut world = with_case();
    for n in 0..20 {
        world.note(1, &format!("note {n}"));
    }
    let mut seen = Vec::new();
    let mut paging = Paging::first(4);
    loop {
        let scope = dsl(Action::ReadCase);
        let part = world
            .read(|views| case_timeline(views, &scope, case(1), paging))
            .unwrap();
        seen.extend(part.page.rows.iter().map(|entry| entry.position));
        let Some(next) = part.page.next else { break };
        let after: Cursor = next.to_string().parse().unwrap();
        paging = Paging {
            after: Some(after),
            limit: 4,
        };
    }
    assert_eq!(seen.len(), 23);
    assert!(seen.is_sorted());
}

#[test]
fn a_timeline_leaves_out_the_concern_that_a_conflict_hides() {
    let mut world = with_case();
    world.note(1, "spoke to her");
    let mut ruth = caller(1, &[Role::Dsl]);
    ruth.excluded_matters.insert(concern(1).stream());
    let scope = Scope::of(&ruth, Action::ReadCase);
    let timeline = world
        .read(|views| case_timeline(views, &scope, case(1), ALL))
        .unwrap();
    let kinds: Vec<_> = timeline
        .page
        .rows
        .iter()
        .map(|entry| entry.kind.as_str())
        .collect();
    assert_eq!(kinds, ["case.opened", "case.note_added"]);
    let page = world
        .read(|views| case_page(views, &scope, case(1)))
        .unwrap();
    assert_eq!(page.concerns, []);
    ruth.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    let scope = Scope::of(&ruth, Action::ReadCase);
    assert_eq!(
        world.read(|views| case_timeline(views, &scope, case(1), ALL)),
        None
    );
    assert_eq!(world.read(|views| case_page(views, &scope, case(1))), None);
}

#[test]
fn the_caseload_follows_owner_closing_and_reopening() {
    let mut world = with_case();
    let of = |world: &World, owner: u128, state| {
        let filter = CaseFilter {
            state: Some(state),
            owner: Some(staff(owner)),
            academy: Some(academy(1)),
        };
        let page = world.read(|views| cases(views, &dsl(Action::ListCases), &filter, ALL));
        page.rows
    };
    assert_eq!(
        of(&world, 1, CaseState::Open)[0].owner_name,
        Some(text("Ruth Osei"))
    );
    let changed = CaseOwnerChanged {
        owner: staff(3),
        reason: text("leave"),
    };
    world.tell(case(1), staff(1), CaseEvent::OwnerChanged(changed));
    assert_eq!(of(&world, 1, CaseState::Open), []);
    assert_eq!(of(&world, 3, CaseState::Open).len(), 1);
    close(&mut world);
    assert_eq!(of(&world, 3, CaseState::Open), []);
    let closed = of(&world, 3, CaseState::Closed);
    assert_eq!(closed[0].outcome.as_deref(), Some("resolved"));
    assert_eq!(closed[0].confirmed_by_name, Some(text("Helen Marsh")));
    let reopened = CaseReopened {
        reason: text("again"),
    };
    world.tell(case(1), staff(1), CaseEvent::Reopened(reopened));
    assert_eq!(of(&world, 3, CaseState::Open)[0].outcome, None);
}

#[test]
fn actions_stand_with_their_owner_until_done() {
    let mut world = with_case();
    plan(&mut world, 1, 1, "2026-11-12T17:00:00Z");
    plan(&mut world, 2, 1, "2026-11-11T17:00:00Z");
    plan(&mut world, 3, 3, "2026-11-13T17:00:00Z");
    let two = (DueKind::Action, "2026-11-11T17:00:00.000Z".to_owned());
    let one = (DueKind::Action, "2026-11-12T17:00:00.000Z".to_owned());
    assert_eq!(mine(&world, 1), [two, one.clone()]);
    let done = CaseActionDone {
        action: action(2),
        outcome: text("she will watch"),
    };
    world.tell(case(1), staff(3), CaseEvent::ActionDone(done));
    assert_eq!(mine(&world, 1), std::slice::from_ref(&one));
    assert_eq!(mine(&world, 3).len(), 1);
    let page = world
        .read(|views| case_page(views, &dsl(Action::ReadCase), case(1)))
        .unwrap();
    assert_eq!(page.case.next_due_at, Some(at("2026-11-12T17:00:00Z")));
    let item = page
        .items
        .iter()
        .find(|item| item.action == Some(action(2)))
        .unwrap();
    let done = item.done.as_ref().unwrap();
    assert_eq!(done.outcome, Some(text("she will watch")));
    assert_eq!(done.by_name, Some(text("Callum Byrne")));
    close(&mut world);
    assert_eq!(mine(&world, 1), []);
    let reopened = CaseReopened {
        reason: text("again"),
    };
    world.tell(case(1), staff(1), CaseEvent::Reopened(reopened));
    assert_eq!(mine(&world, 1), [one]);
}

#[test]
fn a_plan_goes_with_the_pupil_who_was_meant_and_leaves_where_that_is_no_pupil() {
    let mut world = with_case();
    let set = CasePlanSet {
        pupil: pupil(1),
        kind: PlanKind::ChildProtection,
        since: "2026-11-02".parse().unwrap(),
        social_worker: None,
        conference_on: None,
        core_group_on: None,
        review_on: Some("2026-11-24".parse().unwrap()),
        note: None,
    };
    world.tell(case(1), staff(1), CaseEvent::PlanSet(set));
    let correct = |world: &mut World, from: PersonRef, to: PersonRef| {
        let corrected = CasePersonCorrected {
            from,
            to,
            reason: text("somebody else was meant"),
            concern: None,
        };
        world.tell(case(1), staff(1), CaseEvent::PersonCorrected(corrected));
    };
    let on_a_plan = |world: &World| -> Vec<_> {
        let filter = PlanFilter::default();
        let page = world.read(|views| plans(views, &dsl(Action::ListCases), &filter, ALL));
        page.rows.iter().map(|row| row.pupil).collect()
    };
    let of = |n| linked_pupil(n).person;
    correct(&mut world, of(1), of(2));
    assert_eq!(on_a_plan(&world), [pupil(2)]);
    assert_eq!(mine(&world, 1).len(), 1);
    let described = PersonRef::Described {
        description: text("a friend from another school"),
    };
    correct(&mut world, of(2), described);
    assert_eq!(on_a_plan(&world), []);
    assert_eq!(mine(&world, 1), []);
}

#[test]
fn a_decision_not_to_tell_comes_back_on_its_day() {
    let mut world = with_case();
    let not_told = |contact: Option<&str>, day: &str| {
        CaseEvent::ParentsNotTold(CaseParentsNotTold {
            pupil: pupil(1),
            contact: contact.map(text),
            reason: text("alleged to be violent"),
            review_on: day.parse().unwrap(),
        })
    };
    let review = |at: &str| (DueKind::ParentsReview, at.to_owned());
    world.tell(case(1), staff(1), not_told(Some("father"), "2026-11-24"));
    // 17:00 in London is 17:00 UTC in winter and 16:00 UTC in summer.
    assert_eq!(mine(&world, 1), [review("2026-11-24T17:00:00.000Z")]);
    world.tell(case(1), staff(1), not_told(Some("father"), "2027-06-01"));
    assert_eq!(mine(&world, 1), [review("2027-06-01T16:00:00.000Z")]);
    let told = |contact: &str| {
        CaseEvent::ParentsContacted(CaseParentsContacted {
            pupil: pupil(1),
            person: None,
            contact: text(contact),
            how: ContactHow::Telephone,
            summary: text("she is worried"),
            asked_first: None,
        })
    };
    world.tell(case(1), staff(1), told("mother"));
    assert_eq!(mine(&world, 1).len(), 1);
    let changed = CaseOwnerChanged {
        owner: staff(3),
        reason: text("leave"),
    };
    world.tell(case(1), staff(1), CaseEvent::OwnerChanged(changed));
    assert_eq!(mine(&world, 3).len(), 1);
    world.tell(case(1), staff(1), told("father"));
    assert_eq!(mine(&world, 3), []);
}

#[test]
fn a_watched_concern_comes_back_until_it_is_decided_again() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.triage(
        1,
        1,
        TriageDecision::Monitor {
            review_on: "2026-11-24".parse().unwrap(),
        },
    );
    assert_eq!(
        mine(&world, 1),
        [(
            DueKind::ConcernReview,
            "2026-11-24T17:00:00.000Z".to_owned()
        )]
    );
    world.triage(1, 1, TriageDecision::NoFurtherAction);
    assert_eq!(mine(&world, 1), []);
}

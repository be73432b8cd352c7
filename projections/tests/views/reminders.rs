//! What is reminded of after an outage, and what of a history that was taken over.

use lanyard_access::Action;
use lanyard_events::case::{CaseActionDone, CaseEvent, CaseOwnerChanged};
use lanyard_events::clock::{ClockEvent, ClockReminded};
use lanyard_events::concern::TriageDecision;
use lanyard_events::{ActionId, Actor, At, ClockId, EventId, Role};
use lanyard_projections::reminders::{Pending, RAISED, UNTRIAGED, notices, pending};
use uuid::Uuid;

use crate::world::*;

const DAY: i64 = 24 * 3_600_000;

/// What is reminded of so many days after everything.
fn after(world: &World, days: i64) -> Vec<Pending> {
    let now = At::from_millis(world.now.millis() + days * DAY);
    world.read(|views| pending(views, now, 500))
}

fn items(pending: &[Pending]) -> Vec<(&str, lanyard_events::StreamId)> {
    { pending.iter() }
        .map(|it| (it.item.as_str(), it.matter))
        .collect()
}

/// A first reminder, of something else.
fn reminded(world: &mut World) {
    let clock = ClockId::new(Uuid::from_u128(0xc10c));
    let reminded = ClockReminded {
        matter: concern(9).stream(),
        item: RAISED.to_owned(),
        due_at: world.now,
        level: 0,
        to: vec![staff(1)],
        next_at: None,
    };
    world.raise(9, 2, Vec::new());
    world.triage(9, 1, TriageDecision::NoFurtherAction);
    world.tell(clock, staff(1), ClockEvent::from(reminded));
}

fn watched(world: &mut World, n: u128) {
    world.raise(n, 2, vec![linked_pupil(1)]);
    let review_on = "2026-11-10".parse().unwrap();
    world.triage(n, 1, TriageDecision::Monitor { review_on });
}

#[test]
fn whatever_fell_due_after_the_first_reminder_is_given_however_late() {
    let mut world = World::with_people();
    reminded(&mut world);
    world.raise(1, 2, vec![linked_pupil(1)]);
    watched(&mut world, 2);
    for days in [8, 30, 400] {
        let pending = after(&world, days);
        let found = items(&pending);
        for expected in [
            (UNTRIAGED, concern(1)),
            (RAISED, concern(1)),
            (RAISED, concern(2)),
        ] {
            let expected = (expected.0, expected.1.stream());
            assert!(found.contains(&expected), "{days}: {found:?}");
        }
        let reviews = { found.iter() }.filter(|(item, _)| item.starts_with("review "));
        assert_eq!(reviews.count(), 1, "{days}: {found:?}");
        assert_eq!(found.len(), 4, "{days}: {found:?}");
    }
}

#[test]
fn of_a_history_what_is_decided_or_long_past_gives_no_notice_and_what_waits_does() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    watched(&mut world, 2);
    let told = |days: i64| {
        let pending = after(&world, days);
        let found = items(&pending);
        let of_waiting = { found.iter() }.filter(|(_, matter)| *matter == concern(1).stream());
        assert_eq!(of_waiting.count(), 2, "{days}: {found:?}");
        let raised = found.contains(&(RAISED, concern(2).stream()));
        let review = { found.iter() }.any(|(item, _)| item.starts_with("review "));
        (raised, review)
    };
    assert_eq!(told(6), (true, true));
    assert_eq!(told(30), (false, true));
    assert_eq!(told(400), (false, false));
    // The first reminder comes a year later: what it left out stays left out.
    let at_first = At::from_millis(world.now.millis() + 400 * DAY);
    world.now = at_first;
    reminded(&mut world);
    let pending = after(&world, 1);
    let found = items(&pending);
    assert!(
        !found
            .iter()
            .any(|(_, matter)| *matter == concern(2).stream())
    );
}

/// Its notices go with a matter that is parked; what was no history before is none after it.
#[test]
fn the_first_reminder_does_not_move_when_its_matter_is_parked() {
    let mut world = World::with_people();
    world.raise(9, 2, vec![linked_pupil(1)]);
    world.open_case(9, vec![linked_pupil(1)]);
    let clock = ClockId::new(Uuid::from_u128(0xc10c));
    let reminded = ClockReminded {
        matter: case(9).stream(),
        item: "step x/1".to_owned(),
        due_at: world.now,
        level: 0,
        to: vec![staff(1)],
        next_at: None,
    };
    world.tell(clock, staff(1), ClockEvent::from(reminded));
    watched(&mut world, 2);
    let raised = (RAISED, concern(2).stream());
    assert!(items(&after(&world, 30)).contains(&raised));
    let never_planned = CaseActionDone {
        action: ActionId::new(Uuid::from_u128(99)),
        outcome: text("nothing"),
    };
    world.tell(case(9), staff(1), CaseEvent::ActionDone(never_planned));
    assert_eq!(world.views.parked().unwrap().len(), 1);
    assert!(items(&after(&world, 30)).contains(&raised));
}

/// With the event that gives it: no crash can come between.
#[test]
fn whoever_gets_a_case_from_the_record_is_told_once_for_each_cause() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    let goes = |world: &mut World, by: Actor, to: u128, cause: Option<u128>| {
        let changed = CaseEvent::OwnerChanged(CaseOwnerChanged {
            owner: staff(to),
            reason: text("cover"),
        });
        let event = lanyard_events::Event::from(changed);
        let kind = event.kind().event_type;
        let mut opened = world.make(case(1).stream(), by, Some(event), kind);
        opened.envelope.causation = cause.map(|n| EventId::new(Uuid::from_u128(n)));
        world.apply(opened);
    };
    let told = |world: &World, n: u128| {
        let scope = scope(n, &[Role::Dsl], Action::ListMyActions);
        let page = world.read(|views| notices(views, &scope, (staff(n), &[]), ALL));
        { page.rows.iter() }
            .filter(|it| it.item == "handed_on")
            .count()
    };
    goes(&mut world, Actor::Staff(staff(1)), 2, None);
    assert_eq!(told(&world, 2), 0);
    goes(&mut world, Actor::System, 3, Some(0xa1));
    goes(&mut world, Actor::System, 3, Some(0xa1));
    assert_eq!(told(&world, 3), 1);
    goes(&mut world, Actor::System, 3, Some(0xa2));
    goes(&mut world, Actor::System, 2, None);
    assert_eq!((told(&world, 3), told(&world, 2)), (2, 1));
}

//! When the trust board is told that there is a matter (domain.md 1, row `elt`; playbooks 3.9, 4.10).

use lanyard_events::allegation::{
    AllegationEvent, AllegationPlaybookStarted, AllegationStepDone, TellingTime, ToBeTold,
};
use lanyard_events::clock::{ClockEvent, ClockReminded};
use lanyard_events::{At, ClockId, Day};
use lanyard_projections::reminders::{BOARD_TOLD, Subject, pending};
use serde_json::json;
use uuid::Uuid;

use crate::allegations::{open, telling};
use crate::world::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn decide(world: &mut World, when: TellingTime) {
    world.tell(allegation(1), staff(4), telling(ToBeTold::Board, when));
}

fn on(text: &str) -> TellingTime {
    TellingTime::On { on: day(text) }
}

fn not_told() -> TellingTime {
    let review_on = day("2026-12-29");
    TellingTime::NotTold { review_on }
}

fn after_advice() -> TellingTime {
    let review_on = day("2026-12-29");
    TellingTime::AfterAdvice { review_on }
}

/// Playbook 4 runs in the matter, with the step that tells the board.
fn start(world: &mut World) {
    let started = json!({
        "playbook": "adult_misuses_equipment", "edition": 1, "title": "Equipment", "not_with": [],
        "from": null, "reason": null, "known_at": null,
        "steps": [{
            "step": "4.10", "text": "Tell the board.", "help": null, "roles": ["head"],
            "owner": staff(4), "due": "2wd", "after": null, "from_known": false, "basis": "S*",
            "stop_rule": false, "per": null, "refers_to": [], "opens": null,
            "done": {
                "kind": "tick", "question": null, "answers": [], "unknown_is": null,
                "fields": ["sent_to"], "two": false, "yes_if_all_no": [],
            },
            "skip": {"kind": "no"},
        }],
        "moves": {"begun": [], "closed": [], "needed": [], "dropped": []},
    });
    let started: AllegationPlaybookStarted = from_json(&started.to_string());
    world.tell(
        allegation(1),
        staff(4),
        AllegationEvent::PlaybookStarted(started),
    );
}

/// Somebody wrote to the board, and says so.
fn wrote(world: &mut World) {
    let done = json!({
        "name": {"playbook": "adult_misuses_equipment", "step": "4.10"}, "child": null,
        "answer": null, "text": "One sentence.", "reference": null,
        "fields": [{"field": "sent_to", "value": "The chair"}], "second": null, "complete": true,
        "moves": {"begun": [], "closed": [], "needed": [], "dropped": []},
    });
    let done: AllegationStepDone = from_json(&done.to_string());
    world.tell(allegation(1), staff(4), AllegationEvent::StepDone(done));
}

/// Since when the board is owed a notice, at a moment.
fn owed(world: &World, now: &str) -> Option<At> {
    let found = world.read(|views| pending(views, at(now), 500));
    { found.into_iter() }
        .find(|it| it.subject == Subject::Board)
        .map(|it| it.due_at)
}

fn told(world: &mut World, due_at: At) {
    let reminded = ClockReminded {
        matter: allegation(1).stream(),
        item: BOARD_TOLD.to_owned(),
        due_at,
        level: 0,
        to: vec![staff(3)],
        next_at: None,
    };
    let clock = ClockId::new(Uuid::from_u128(0xc10c));
    world.tell(clock, staff(1), ClockEvent::from(reminded));
}

fn a_matter() -> World {
    let mut world = World::with_people();
    open(&mut world, 1, true);
    start(&mut world);
    world
}

const TODAY: &str = "2026-11-10T18:00:00Z";
const LATER: &str = "2026-11-13T09:00:00Z";

#[test]
fn nothing_that_is_done_tells_the_board_against_a_decision() {
    for against in [not_told(), after_advice()] {
        let mut world = a_matter();
        decide(&mut world, against);
        wrote(&mut world);
        assert_eq!(owed(&world, LATER), None);
        // Decided otherwise, it is told.
        decide(&mut world, on("2026-11-12"));
        assert_eq!(owed(&world, TODAY), None);
        let due = owed(&world, LATER);
        assert_eq!(due, Some(at("2026-11-12T00:00:00Z")));
    }
}

#[test]
fn a_decision_against_it_takes_back_what_nobody_was_told_yet() {
    let mut world = a_matter();
    wrote(&mut world);
    assert_eq!(owed(&world, TODAY), Some(world.now));
    decide(&mut world, not_told());
    assert_eq!(owed(&world, LATER), None);
}

#[test]
fn what_is_owed_already_is_not_put_off_and_what_is_to_come_is() {
    let mut world = a_matter();
    let began = world.now;
    wrote(&mut world);
    world.now = at(TODAY);
    decide(&mut world, on("2026-12-01"));
    assert_eq!(owed(&world, TODAY), Some(began));
    let mut world = a_matter();
    decide(&mut world, on("2026-11-11"));
    decide(&mut world, on("2026-11-12"));
    assert_eq!(owed(&world, "2026-11-11T09:00:00Z"), None);
    assert!(owed(&world, LATER).is_some());
}

#[test]
fn whoever_writes_before_the_day_has_it_told_then() {
    let mut world = a_matter();
    decide(&mut world, on("2026-11-12"));
    wrote(&mut world);
    assert_eq!(owed(&world, TODAY), Some(world.now));
}

#[test]
fn told_is_told() {
    let mut world = a_matter();
    wrote(&mut world);
    let due = owed(&world, TODAY).unwrap();
    told(&mut world, due);
    decide(&mut world, not_told());
    decide(&mut world, on("2026-11-11"));
    wrote(&mut world);
    assert_eq!(owed(&world, LATER), None);
}

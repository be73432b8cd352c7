//! Steps that the law counts from knowing: whenever somebody comes to answer the step before them.

use lanyard_events::case::CaseConcernAdded;
use lanyard_events::{At, ConcernId};

use super::{ABUSE, Story, answer};
use crate::Aggregate;
use crate::case::samples::{start, step};
use crate::case::{Case, State};
use crate::policy::Shipped;
use crate::scenario::id;

/// As `at` writes it, in London's winter time.
fn at(text: &str) -> At {
    text.parse().unwrap()
}

/// Abuse that was raised then, and in whose case 16.3 is answered a week later, as `answer` counts it (now).
fn known(then: &str) -> Story {
    let mut playbook = start(ABUSE);
    playbook.known_at = at(then);
    playbook.counts_from = at(then);
    Story::of(playbook)
}

/// By when the teacher calls the police, with the reckoning.
fn due_of_report(story: &mut Story, known_at: Option<At>) -> (String, String) {
    let mut yes = answer(ABUSE, "16.3", "yes");
    yes.known_at = known_at;
    let done = story.and_done(yes);
    let report = step(ABUSE, "16.4");
    let begun = { done.moves.begun.into_iter() }.find(|begun| begun.name == report);
    let due = begun.unwrap().due_at.unwrap();
    assert_eq!(due.rule, "16.4");
    (due.at.to_string(), due.reason)
}

#[test]
fn r5_runs_from_when_it_was_known_over_weekends_and_christmas() {
    for (known_at, due, reason) in [
        // Answered on Tue 10 Nov at 14:05.
        (
            "2026-11-09T10:00:00Z",
            "2026-11-10T17:00:00.000Z",
            "one working day from Mon 9 Nov, 10:00",
        ),
        // Friday afternoon: by Monday, answered on Tuesday or not.
        (
            "2026-11-06T16:10:00Z",
            "2026-11-09T17:00:00.000Z",
            "one working day from Fri 6 Nov, 16:10",
        ),
        // 25 December and, for 26, Mon 28 are bank holidays.
        (
            "2026-12-24T16:10:00Z",
            "2026-12-29T17:00:00.000Z",
            "one working day from Thu 24 Dec, 16:10; 25 and 28 Dec are bank holidays",
        ),
        (
            "2026-12-31T09:00:00Z",
            "2027-01-04T17:00:00.000Z",
            "one working day from Thu 31 Dec, 09:00; 1 Jan is a bank holiday",
        ),
    ] {
        let (at, words) = due_of_report(&mut known(known_at), None);
        assert_eq!(at, due, "{known_at}");
        assert_eq!(words, reason);
    }
}

#[test]
fn what_a_later_concern_says_is_known_since_that_one() {
    let mut story = known("2026-11-02T09:00:00Z");
    story.and_done(answer(ABUSE, "16.3", "no"));
    let further = ConcernId::new(id(2));
    let added = CaseConcernAdded {
        concern: further,
        people: Vec::new(),
    };
    let since = |story: &Story| {
        let state = { story.0.iter() }.fold(State::default(), |state, event| {
            Case::evolve(state, event).unwrap()
        });
        let record = state.record().unwrap();
        record.playbooks.joined_since(&step(ABUSE, "16.3"))
    };
    assert!(since(&story).is_empty());
    story.0.push(added.into());
    assert_eq!(since(&story), [further].into());
    let raised = at("2026-11-10T09:00:00Z");
    let (due, _) = due_of_report(&mut story, Some(raised));
    assert_eq!(due, "2026-11-11T17:00:00.000Z");
    // It is answered now: nothing is news any more.
    assert!(since(&story).is_empty());
}

#[test]
fn a_playbook_that_did_not_say_when_it_was_known_counts_from_the_answer_as_before() {
    let mut story = known("2026-11-02T09:00:00Z");
    for event in &mut story.0 {
        if let lanyard_events::case::CaseEvent::PlaybookStarted(started) = event {
            started.known_at = None;
        }
    }
    let (due, _) = due_of_report(&mut story, None);
    assert_eq!(due, "2026-11-11T17:00:00.000Z");
}

#[test]
fn the_shipped_steps_that_count_from_knowing_are_those_of_r3_r5_and_r10() {
    let found: Vec<_> = { Shipped::get().playbooks.iter() }
        .flat_map(|playbook| &playbook.steps)
        .filter(|step| step.from_known)
        .map(|step| step.id.as_str())
        .collect();
    assert_eq!(found, ["14.8", "14.9", "16.4", "M10"]);
}

//! R5, R10: what the law counts from knowing runs from when the concern was raised, however late somebody comes to
//! answer the step before.

use lanyard::demo::School;
use lanyard_tests::{World, moment};
use serde_json::{Value, json};

use crate::steps::{at, do_step, due_of, id_of, open_case, pupil, raise, step_of, triage};

const ABUSE: &str = "disclosure_of_abuse_or_neglect";

fn told_in_the_tutor_room(world: &World, category: &str) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "about_adult": "no",
        "category": category,
        "people": [{"person": pupil(world.oakfield().another), "role": "affected"}],
        "place": {"kind": "in_school", "description": "The tutor room"},
        "account": "She told me what was done to her in the summer.",
        "danger_now": false,
    })
}

#[test]
fn the_teachers_report_of_known_fgm_is_due_by_when_she_knew_over_a_weekend_and_christmas() {
    for (raised, answered, due) in [
        ("2026-11-06T16:10", "2026-11-09T10:00", "2026-11-09T17:00"),
        // Answered after it was due: it is late, and shown so.
        ("2026-11-06T16:10", "2026-11-10T10:00", "2026-11-09T17:00"),
        // 25 December and, for the 26th, Mon 28 are bank holidays.
        ("2026-12-24T16:10", "2026-12-29T10:00", "2026-12-29T17:00"),
        ("2026-12-31T09:00", "2027-01-04T09:00", "2027-01-04T17:00"),
    ] {
        let world = World::at(raised);
        let body = told_in_the_tutor_room(&world, "female_genital_mutilation");
        let concern = raise(&world.client("priya"), &body);
        world.now(answered);
        let ruth = world.client("ruth");
        let case = open_case(&ruth, &concern);
        let known = json!({"answer": "yes", "text": "She told her teacher herself."});
        let _ = do_step(&ruth, &case, (ABUSE, "16.3"), &known).expect(201);
        let mine = due_of(&world.client("priya"), "/v1/me/actions", "step");
        assert_eq!(mine.len(), 1, "{mine:?}");
        assert_eq!(mine[0]["step"]["step"], "16.4");
        assert_eq!(at(&mine[0]["due_at"]), moment(due), "{raised}");
        let step = step_of(&ruth, &case, (ABUSE, "16.4"));
        assert_eq!(at(&step["due"]["at"]), moment(due), "{raised}");
        let reason = step["due"]["reason"].as_str().unwrap();
        assert!(reason.starts_with("one working day from"), "{reason}");
    }
}

#[test]
fn what_a_further_concern_says_was_known_with_that_one() {
    let world = World::at("2026-11-02T09:00");
    let (ruth, priya) = (world.client("ruth"), world.client("priya"));
    let first = raise(&priya, &told_in_the_tutor_room(&world, "physical_abuse"));
    let case = open_case(&ruth, &first);
    let no = json!({"answer": "no", "text": "Nobody has said so."});
    let _ = do_step(&ruth, &case, (ABUSE, "16.3"), &no).expect(201);
    world.now("2026-11-10T09:00");
    let body = told_in_the_tutor_room(&world, "female_genital_mutilation");
    let further = raise(&priya, &body);
    world.now("2026-11-11T10:00");
    let join = json!({"kind": "add_to_case", "case": id_of(&case)});
    let _ = triage(&ruth, &further, &join, "It is the same girl.").expect(201);
    let yes = json!({"answer": "yes", "text": "She told her teacher herself."});
    let _ = do_step(&ruth, &case, (ABUSE, "16.3"), &yes).expect(201);
    let step = step_of(&ruth, &case, (ABUSE, "16.4"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-11T17:00"));
}

#[test]
fn the_72_hours_of_a_breach_run_from_the_concern_where_its_playbook_starts_later() {
    let world = World::at("2026-11-06T16:10");
    let body = told_in_the_tutor_room(&world, "physical_abuse");
    let concern = raise(&world.client("priya"), &body);
    world.now("2026-11-09T10:00");
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &concern);
    let breach = "lost_device_or_data_breach";
    let start = json!({"playbook": breach, "reason": "Her notes were left in the corridor."});
    let _ = ruth.post(&format!("{case}/playbooks"), &start).expect(201);
    let step = step_of(&ruth, &case, (breach, "14.9"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-09T16:10"));
    // What the law does not count so counts from the start.
    let step = step_of(&ruth, &case, (breach, "14.10"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-11T17:00"));
}

#[test]
fn a_playbook_says_which_of_its_steps_count_from_knowing() {
    let world = World::at("2026-11-10T14:05");
    let shown = world.client("ruth").get(&format!("/v1/playbooks/{ABUSE}"));
    let shown = shown.expect(200).json();
    let report = { shown["steps"].as_array().unwrap().iter() }
        .find(|step| step["id"] == "16.4")
        .unwrap();
    assert_eq!(
        (&report["after"], &report["from_known"]),
        (&json!("16.3"), &json!(true))
    );
}

//! R5, R10: what the law counts from knowing runs from when the concern was raised, however late somebody comes to
//! answer the step before.

use lanyard::demo::School;
use lanyard_tests::{World, moment};
use serde_json::{Value, json};

use crate::steps::{
    about_adult, at, do_step, due_of, id_of, open_allegation, open_case, pupil, raise, step_of,
    triage,
};

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
fn what_else_is_said_of_the_same_pupil_makes_nothing_known_later() {
    let world = World::at("2026-11-02T09:00");
    let (ruth, priya) = (world.client("ruth"), world.client("priya"));
    let body = told_in_the_tutor_room(&world, "female_genital_mutilation");
    let case = open_case(&ruth, &raise(&priya, &body));
    let no = json!({"answer": "no", "text": "Nobody has said so."});
    let _ = do_step(&ruth, &case, (ABUSE, "16.3"), &no).expect(201);
    world.now("2026-11-10T09:00");
    let unrelated = raise(&priya, &told_in_the_tutor_room(&world, "security_breach"));
    let join = json!({"kind": "add_to_case", "case": id_of(&case)});
    let _ = triage(&ruth, &unrelated, &join, "It is the same girl.").expect(201);
    let yes = json!({"answer": "yes", "text": "She had told her teacher herself."});
    let _ = do_step(&ruth, &case, (ABUSE, "16.3"), &yes).expect(201);
    let step = step_of(&ruth, &case, (ABUSE, "16.4"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-03T17:00"));
}

const BREACH: &str = "lost_device_or_data_breach";

/// A case of months ago, in which her notes are left in the corridor today.
fn months_later(category: &str) -> (World, String) {
    let world = World::at("2026-09-14T16:10");
    let body = told_in_the_tutor_room(&world, category);
    let case = open_case(&world.client("ruth"), &raise(&world.client("priya"), &body));
    world.now("2026-11-09T10:00");
    (world, case)
}

#[test]
fn the_72_hours_of_a_breach_in_an_old_case_run_from_the_start_of_its_playbook() {
    let (world, case) = months_later("physical_abuse");
    let ruth = world.client("ruth");
    let start = json!({"playbook": BREACH, "reason": "Her notes were left in the corridor."});
    let _ = ruth.post(&format!("{case}/playbooks"), &start).expect(201);
    let step = step_of(&ruth, &case, (BREACH, "14.9"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-12T10:00"));
}

#[test]
fn the_72_hours_of_a_breach_run_from_when_it_was_known_where_somebody_says_so() {
    let (world, case) = months_later("physical_abuse");
    let ruth = world.client("ruth");
    let mut start = json!({
        "playbook": BREACH, "reason": "Her notes were left in the corridor.",
        "known_at": "2026-11-10T09:00:00Z",
    });
    let path = format!("{case}/playbooks");
    let ahead = ruth.post(&path, &start).expect(422);
    assert_eq!(ahead.json()["errors"][0]["code"], "time_ahead");
    start["known_at"] = json!("2026-11-07T16:10:00Z");
    let _ = ruth.post(&path, &start).expect(201);
    let step = step_of(&ruth, &case, (BREACH, "14.9"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-10T16:10"));
    // What the law does not count so counts from the start.
    let step = step_of(&ruth, &case, (BREACH, "14.10"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-11T17:00"));
}

#[test]
fn the_72_hours_run_from_the_concern_where_a_step_leads_to_the_playbook() {
    let world = World::at("2026-11-06T16:10");
    let body = told_in_the_tutor_room(&world, "hacking");
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &raise(&world.client("priya"), &body));
    world.now("2026-11-09T10:00");
    let yes = json!({"answer": "yes", "text": "The folder of one class was open."});
    let hacking = ("hacking_or_computer_crime", "19.5");
    let _ = do_step(&ruth, &case, hacking, &yes).expect(201);
    let step = step_of(&ruth, &case, (BREACH, "14.9"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-09T16:10"));
}

#[test]
fn in_an_adults_matter_too_a_breach_counts_from_itself() {
    let world = World::at("2026-09-14T16:10");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let helen = world.client("helen");
    let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
    world.now("2026-11-09T10:00");
    let start = json!({"playbook": BREACH, "reason": "The notes were left in the corridor."});
    let path = format!("{matter}/playbooks");
    let _ = helen.post(&path, &start).expect(201);
    let step = step_of(&helen, &matter, (BREACH, "14.9"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-11-12T10:00"));
    // R3 counts from when the employer knew of the matter.
    let start = json!({"playbook": "looking_into_suspected_misuse", "reason": "As agreed."});
    let _ = helen.post(&path, &start).expect(201);
    let head = json!({
        "text": "The headteacher has it in hand.",
        "fields": {"people_told": "Helen Marsh", "how": "In person", "time": "10:00"},
    });
    let _ = do_step(&helen, &matter, ("common", "O2"), &head).expect(201);
    let step = step_of(&helen, &matter, ("looking_into_suspected_misuse", "M10"));
    assert_eq!(at(&step["due"]["at"]), moment("2026-09-15T17:00"));
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

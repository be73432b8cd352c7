//! R3: the LADO is told once, and the steps that ask for it are done by that, whichever referral it was.

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::scene::scene;
use crate::steps::{
    about_adult, do_step, id_of, open_allegation, raise, referral_of, step_of, threshold, triage,
};

const ACCUSED: &str = "allegation_against_adult";
const LOOKING: &str = "looking_into_suspected_misuse";

#[track_caller]
fn start(by: &Client, matter: &str, playbook: &str) {
    let body = json!({"playbook": playbook, "reason": "As the guidance says."});
    let _ = by.post(&format!("{matter}/playbooks"), &body).expect(201);
}

#[track_caller]
fn decide(by: &Client, matter: &str, decision: &str) {
    let _ = by
        .change(matter, "threshold", &threshold(decision))
        .expect(201);
}

/// The LADO is told by the matter's own referral.
#[track_caller]
fn tell(by: &Client, matter: &str) -> String {
    let lado = referral_of(by, matter, "lado");
    let told = json!({
        "how": "phone", "their_reference": "LADO-77",
        "missing_reason": "The rest is told in the meeting.",
    });
    let _ = by.change(&lado, "submission", &told).expect(201);
    lado
}

/// A step as it is done by the referral.
#[track_caller]
fn is_told(by: &Client, matter: &str, (playbook, name): (&str, &str)) {
    let step = step_of(by, matter, (playbook, name));
    assert_eq!(step["state"], "done", "{name}: {step}");
    assert_eq!(
        (&step["detail"]["answer"], &step["detail"]["reference"]),
        (&json!("yes"), &json!("LADO-77")),
        "{name}"
    );
}

#[track_caller]
fn state(by: &Client, matter: &str, step: (&str, &str)) -> Value {
    step_of(by, matter, step)["state"].clone()
}

const STEPS: [(&str, &str); 3] = [
    (ACCUSED, "15.6"),
    ("inappropriate_site_on_purpose_staff", "3.5"),
    ("adult_misuses_equipment", "4.13"),
];

#[test]
fn the_steps_of_a_playbook_are_done_when_the_matters_own_referral_is() {
    let scene = scene();
    let helen = scene.client("helen");
    for step in STEPS {
        let matter = scene.open_allegation();
        start(&helen, &matter, step.0);
        decide(&helen, &matter, "may_meet_threshold");
        assert_eq!(state(&helen, &matter, step), "open");
        let lado = tell(&helen, &matter);
        is_told(&helen, &matter, step);
        // No second one.
        assert_eq!(referral_of(&helen, &matter, "lado"), lado);
    }
}

#[test]
fn a_playbook_that_starts_after_the_lado_was_told_asks_for_nothing_twice() {
    let scene = scene();
    let helen = scene.client("helen");
    for step in STEPS {
        let matter = scene.open_allegation();
        decide(&helen, &matter, "may_meet_threshold");
        let lado = tell(&helen, &matter);
        start(&helen, &matter, step.0);
        is_told(&helen, &matter, step);
        assert_eq!(referral_of(&helen, &matter, "lado"), lado);
    }
}

#[test]
fn m10_waits_for_o2_and_leads_to_the_playbook_of_allegations() {
    let scene = scene();
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    start(&helen, &matter, LOOKING);
    decide(&helen, &matter, "may_meet_threshold");
    let lado = tell(&helen, &matter);
    assert_eq!(state(&helen, &matter, (LOOKING, "M10")), "waiting");
    let head = json!({
        "text": "The headteacher has it in hand.",
        "fields": {"people_told": "Helen Marsh", "how": "In person", "time": "14:10"},
    });
    let _ = do_step(&helen, &matter, ("common", "O2"), &head).expect(201);
    is_told(&helen, &matter, (LOOKING, "M10"));
    is_told(&helen, &matter, (ACCUSED, "15.6"));
    assert_eq!(referral_of(&helen, &matter, "lado"), lado);
}

#[test]
fn of_a_senior_the_lado_is_told_before_anybody_has_decided_on_the_limbs() {
    let world = World::at("2026-11-10T14:05");
    let miriam = world.client("miriam");
    let adult = Some(world.staff("helen"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let matter = open_allegation(&miriam, &raise(&world.client("callum"), &body));
    start(&miriam, &matter, ACCUSED);
    let lado = tell(&miriam, &matter);
    assert_eq!(state(&miriam, &matter, (ACCUSED, "15.6")), "open");
    decide(&miriam, &matter, "may_meet_threshold");
    is_told(&miriam, &matter, (ACCUSED, "15.6"));
    assert_eq!(referral_of(&miriam, &matter, "lado"), lado);
}

#[test]
fn what_was_told_before_answers_no_concern_that_nobody_has_weighed() {
    let scene = scene();
    let helen = scene.client("helen");
    for step in STEPS {
        let matter = scene.open_allegation();
        decide(&helen, &matter, "may_meet_threshold");
        let _ = tell(&helen, &matter);
        let join = json!({"kind": "add_to_allegation", "allegation": id_of(&matter)});
        let further = scene.raise_about_adult(true);
        let _ = triage(&helen, &further, &join, "The same adult.").expect(201);
        start(&helen, &matter, step.0);
        assert_eq!(state(&helen, &matter, step), "open", "{}", step.1);
        decide(&helen, &matter, "may_meet_threshold");
        is_told(&helen, &matter, step);
    }
}

#[test]
fn a_referral_that_is_not_made_leaves_the_step_open() {
    let scene = scene();
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    start(&helen, &matter, ACCUSED);
    decide(&helen, &matter, "may_meet_threshold");
    let lado = referral_of(&helen, &matter, "lado");
    let closed = helen.change(&lado, "close", &json!({"reason": "Nothing came of it."}));
    assert_eq!(closed.expect(422).problem(), "referral-not-submitted");
    let not = json!({"reason": "The LADO is told with another matter."});
    let _ = helen.change(&lado, "not-made", &not).expect(201);
    assert_eq!(state(&helen, &matter, (ACCUSED, "15.6")), "open");
}

//! POST /v1/allegations/{allegation}/outcome, …/owner, …/close, …/reopen

use serde_json::{Value, json};

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{all, decline_child_case, id_of, outcome, pointers, referral_of, threshold};

pub const OUTCOME: Door = Door {
    route: "POST /v1/allegations/{allegation}/outcome",
    ask: |scene| {
        let body = outcome("unfounded", scene.world.staff("miriam"));
        ask(scene, "outcome", body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const OWNER: Door = Door {
    route: "POST /v1/allegations/{allegation}/owner",
    ask: |scene| {
        let helen = scene.world.staff("helen").to_string();
        ask(
            scene,
            "owner",
            json!({"owner": helen, "reason": "Back from leave."}),
        )
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const CLOSE: Door = Door {
    route: "POST /v1/allegations/{allegation}/close",
    ask: |scene| ask(scene, "close", closing(scene, "miriam")),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const REOPEN: Door = Door {
    route: "POST /v1/allegations/{allegation}/reopen",
    ask: |scene| {
        ask(
            scene,
            "reopen",
            json!({"reason": "Another pupil came forward."}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn closing(scene: &Scene, confirmed_by: &str) -> Value {
    json!({
        "reason": "Everybody has been told.",
        "confirmed_by": scene.world.staff(confirmed_by).to_string(),
    })
}

#[test]
fn it_goes_from_the_threshold_to_the_outcome_and_closes_and_opens_again() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let miriam = scene.world.staff("miriam");
    let early = helen.change(&allegation, "outcome", &outcome("false", miriam));
    assert_eq!(early.problem(), "threshold-undecided");
    let early = helen.change(&allegation, "close", &closing(&scene, "miriam"));
    assert_eq!(early.problem(), "threshold-undecided");
    let _ = helen
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    let early = helen.change(&allegation, "close", &closing(&scene, "miriam"));
    assert_eq!(early.problem(), "outcome-missing");
    let _ = helen
        .change(&allegation, "outcome", &outcome("substantiated", miriam))
        .expect(201);
    let page = helen.get(&allegation).expect(200).json();
    assert_eq!(page["outcome"], "substantiated");
    assert_eq!(page["may_appear_in_reference"], true);
    // The LADO stands in the queue and was neither told nor decided against (R3).
    let early = helen.change(&allegation, "close", &closing(&scene, "miriam"));
    assert_eq!((early.status, &*early.problem()), (422, "open-duties"));
    assert_eq!(pointers(&early), ["/leaving_open"]);
    let path = referral_of(&helen, &allegation, "lado");
    let told = json!({"how": "phone", "missing_reason": "The rest is told when they ring back."});
    let _ = helen.change(&path, "submission", &told).expect(201);
    // And it was not decided whether the child gets a case (S16).
    let early = helen.change(&allegation, "close", &closing(&scene, "miriam"));
    assert_eq!((early.status, &*early.problem()), (422, "open-duties"));
    decline_child_case(&helen, &allegation);
    let _ = helen
        .change(&allegation, "close", &closing(&scene, "miriam"))
        .expect(201);
    assert_eq!(helen.get(&allegation).expect(200).field("state"), "closed");
    let note = json!({"text": "Late."});
    let late = helen
        .post(&format!("{allegation}/notes"), &note)
        .expect(422);
    assert_eq!(late.problem(), "allegation-closed");
    let why = json!({"reason": "Another pupil came forward."});
    let _ = helen.change(&allegation, "reopen", &why).expect(201);
    assert_eq!(helen.get(&allegation).expect(200).field("state"), "open");
}

#[test]
fn the_second_is_another_senior_unconflicted_and_no_safeguarding_lead() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let _ = helen
        .change(&allegation, "threshold", &threshold("low_level"))
        .expect(201);
    decline_child_case(&helen, &allegation);
    for (second, code) in [
        ("helen", "second-person-needed"),
        ("priya", "conflicted"),
        ("ruth", "not-a-senior"),
        ("tom", "not-a-senior"),
        ("grace", "not-a-senior"),
    ] {
        for (verb, body) in [
            ("close", closing(&scene, second)),
            ("outcome", outcome("unfounded", scene.world.staff(second))),
        ] {
            let answer = helen.change(&allegation, verb, &body);
            assert_eq!((answer.status, &*answer.problem()), (403, code), "{second}");
            assert_eq!(pointers(&answer), ["/confirmed_by"]);
        }
    }
    let _ = helen
        .change(&allegation, "close", &closing(&scene, "esther"))
        .expect(201);
}

#[test]
fn it_goes_to_nobody_to_whom_it_did_not_go() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    for (owner, code) in [
        ("miriam", "not-a-senior"),
        ("ruth", "not-a-senior"),
        ("priya", "conflicted"),
    ] {
        let who = scene.world.staff(owner).to_string();
        let body = json!({"owner": who, "reason": "On leave."});
        let answer = helen.change(&allegation, "owner", &body);
        assert_eq!((answer.status, &*answer.problem()), (403, code), "{owner}");
    }
}

#[test]
fn closing_without_the_lado_takes_a_reason_that_stands_in_the_record() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let miriam = scene.world.staff("miriam");
    for (verb, body) in [
        ("threshold", threshold("may_meet_threshold")),
        ("outcome", outcome("unfounded", miriam)),
    ] {
        let _ = helen.change(&allegation, verb, &body).expect(201);
    }
    let mut body = closing(&scene, "miriam");
    assert_eq!(
        helen.change(&allegation, "close", &body).problem(),
        "open-duties"
    );
    body["leaving_open"] = json!("The LADO rang first and has it all; nothing is left to send.");
    let _ = helen.change(&allegation, "close", &body).expect(201);
    let timeline = all(&helen, &format!("{allegation}/timeline"));
    let left = { timeline.iter() }.find(|entry| entry["kind"] == "allegation.duties_left");
    assert_eq!(left.unwrap()["detail"]["reason"], body["leaving_open"]);
}

#[test]
fn decided_against_with_a_reason_it_closes() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let miriam = scene.world.staff("miriam");
    let _ = helen
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    let path = referral_of(&helen, &allegation, "lado");
    let reason = json!({"reason": "The LADO had it from the police already."});
    let _ = helen.change(&path, "not-made", &reason).expect(201);
    decline_child_case(&helen, &allegation);
    let _ = helen
        .change(&allegation, "outcome", &outcome("unfounded", miriam))
        .expect(201);
    let _ = helen
        .change(&allegation, "close", &closing(&scene, "miriam"))
        .expect(201);
}

#[test]
fn a_duty_to_refer_puts_the_barring_service_and_the_regulator_into_their_queues_once() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let miriam = scene.world.staff("miriam");
    let _ = helen
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    let queue = |agency: &str| {
        let mine = json!(format!("allegation-{}", id_of(&allegation)));
        let mut rows = all(&helen, &format!("/v1/referrals?agency={agency}"));
        rows.retain(|row| row["matter"] == mine);
        rows
    };
    let mut came = outcome("substantiated", miriam);
    came["dbs"] = json!({"applies": true, "reason": "He was dismissed for harming a pupil."});
    let _ = helen.change(&allegation, "outcome", &came).expect(201);
    assert_eq!((queue("dbs").len(), queue("tra").len()), (1, 0));
    assert_eq!(queue("dbs")[0]["due"]["reason"], "with the outcome");
    came["tra"] =
        json!({"applies": true, "reason": "A teacher, dismissed for serious misconduct."});
    let _ = helen.change(&allegation, "outcome", &came).expect(201);
    assert_eq!((queue("dbs").len(), queue("tra").len()), (1, 1));
}

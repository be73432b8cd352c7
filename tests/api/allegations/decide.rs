//! POST /v1/allegations/{allegation}/threshold, …/telling, …/interim-measures, …/support-person

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::scene;
use crate::steps::{
    about_adult, all, due_of, id_of, open_allegation, pointers, raise, row, staff, threshold,
    triage,
};

pub const THRESHOLD: Door = Door {
    route: "POST /v1/allegations/{allegation}/threshold",
    ask: |scene| ask(scene, "threshold", threshold("low_level")),
    wrong: Wrong::Refused("callum", 404, "not-found"),
};

pub const TELLING: Door = Door {
    route: "POST /v1/allegations/{allegation}/telling",
    ask: |scene| ask(scene, "telling", telling("parents", "2026-11-20")),
    wrong: Wrong::Refused("miriam", 404, "not-found"),
};

pub const MEASURE: Door = Door {
    route: "POST /v1/allegations/{allegation}/interim-measures",
    ask: |scene| ask(scene, "interim-measures", measure("supervised")),
    wrong: Wrong::Refused("zoe", 404, "not-found"),
};

pub const SUPPORT: Door = Door {
    route: "POST /v1/allegations/{allegation}/support-person",
    ask: |scene| {
        let person = staff(scene.world.staff("dev"));
        ask(scene, "support-person", json!({"person": person}))
    },
    wrong: Wrong::Refused("dev", 404, "not-found"),
};

fn telling(whom: &str, review_on: &str) -> Value {
    json!({
        "whom": whom,
        "when": {"kind": "after_advice", "review_on": review_on},
        "advised_by": ["lado"],
        "reason": "The strategy meeting decides.",
    })
}

fn measure(measure: &str) -> Value {
    json!({
        "measure": measure,
        "reason": "While others look into it.",
        "review_on": "2026-11-24",
    })
}

#[test]
fn limbs_and_decision_say_the_same_and_there_are_always_reasons() {
    let scene = scene();
    let helen = scene.client("helen");
    let mut none = threshold("no_concern");
    none["limbs"]["possible_offence"] = json!("yes");
    let answer = helen.change(&scene.allegation, "threshold", &none);
    assert_eq!(answer.json()["errors"][0]["code"], "limbs_contradict");
    assert_eq!(pointers(&answer), ["/limbs"]);
    let mut unreasoned = threshold("low_level");
    unreasoned["reasons"] = json!(" ");
    let answer = helen.change(&scene.allegation, "threshold", &unreasoned);
    assert_eq!(pointers(&answer), ["/reasons"]);
}

#[test]
fn what_comes_back_first_is_the_next_review() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let next =
        || row(&helen, "/v1/allegations", id_of(&allegation)).unwrap()["next_review_on"].clone();
    assert_eq!(next(), json!(null));
    let change = |verb: &str, body: &Value| helen.change(&allegation, verb, body).expect(201);
    let _ = change("interim-measures", &measure("moved"));
    assert_eq!(next(), "2026-11-24");
    let _ = change("telling", &telling("adult", "2026-11-20"));
    let _ = change("telling", &telling("parents", "2026-11-18"));
    assert_eq!(next(), "2026-11-18");
    let told = json!({
        "whom": "parents", "when": {"kind": "on", "on": "2026-11-10"},
        "reason": "The LADO agrees.",
    });
    let _ = change("telling", &told);
    assert_eq!(next(), "2026-11-20");
    let page = helen.get(&allegation).expect(200).json();
    assert_eq!(page["in_force"].as_array().unwrap().len(), 3);
    // They are due like everything else, to whoever manages the matter and to nobody it did not go to.
    let due = |name: &str| -> Vec<String> {
        let rows = due_of(&scene.client(name), "/v1/due", "allegation_review");
        let of = format!("allegation-{}", id_of(&allegation));
        { rows.iter() }
            .filter(|row| row["matter"] == of.as_str())
            .map(|row| row["clock"].as_str().unwrap().to_owned())
            .collect()
    };
    let expected = [
        "childs_side",
        "threshold",
        "telling_adult",
        "interim_measure",
    ];
    assert_eq!(due("helen"), expected);
    assert_eq!(due("ruth"), [""; 0]);
    assert_eq!(due("miriam"), [""; 0]);
}

/// R3: the clock runs from the concern, whatever playbook is started when.
#[test]
fn the_threshold_is_due_from_the_opening_on_until_it_is_decided() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let mine = json!(format!("allegation-{}", id_of(&allegation)));
    let due = || {
        let rows = due_of(&helen, "/v1/me/actions", "allegation_review").into_iter();
        rows.filter(|row| row["matter"] == mine && row["clock"] == "threshold")
            .map(|row| row["due_at"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(due(), [json!("2026-11-11T17:00:00.000Z")]);
    let asked: Vec<_> = { all(&helen, &format!("{allegation}/timeline")).into_iter() }
        .filter(|entry| entry["kind"] == "allegation.decision_due")
        .map(|entry| entry["detail"]["due"]["reason"].clone())
        .collect();
    assert_eq!(asked[0], "one working day from Tue 10 Nov, 14:05");
    let _ = helen
        .change(&allegation, "threshold", &threshold("low_level"))
        .expect(201);
    assert_eq!(due(), [json!(null); 0]);
}

/// R3: what joins the matter may be worse than what was decided on.
#[test]
fn a_concern_that_joins_is_decided_on_too_and_the_lado_is_told_of_it() {
    let world = World::at("2026-11-10T14:05");
    let (helen, tom) = (world.client("helen"), world.client("tom"));
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let allegation = open_allegation(&helen, &raise(&tom, &body));
    let mine = json!(format!("allegation-{}", id_of(&allegation)));
    let due = || {
        let rows = due_of(&helen, "/v1/me/actions", "allegation_review").into_iter();
        rows.filter(|row| row["matter"] == mine && row["clock"] == "threshold")
            .map(|row| row["due_at"].clone())
            .collect::<Vec<_>>()
    };
    let decide = |decision: &str| {
        let body = threshold(decision);
        let _ = helen.change(&allegation, "threshold", &body).expect(201);
        assert_eq!(due(), [json!(null); 0]);
    };
    let another = || {
        let join = json!({"kind": "add_to_allegation", "allegation": id_of(&allegation)});
        let concern = raise(&tom, &body);
        let _ = triage(&helen, &concern, &join, "The same adult.").expect(201);
        assert_eq!(due(), [json!("2026-11-18T17:00:00.000Z")]);
    };
    let waiting = || {
        let mut rows = all(&helen, "/v1/referrals?agency=lado");
        rows.retain(|row| row["matter"] == mine && row["state"] == "needed");
        rows
    };
    decide("low_level");
    world.now("2026-11-17T10:00");
    another();
    decide("may_meet_threshold");
    let first = waiting();
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["due"]["at"], "2026-11-18T17:00:00.000Z");
    let lado = format!("/v1/referrals/{}", first[0]["id"].as_str().unwrap());
    let told = json!({"how": "phone", "missing_reason": "The rest followed in the meeting."});
    let _ = helen.change(&lado, "submission", &told).expect(201);
    let _ = helen
        .change(&lado, "close", &json!({"reason": "Nothing more to do."}))
        .expect(201);
    another();
    decide("may_meet_threshold");
    let second = waiting();
    assert_eq!(second.len(), 1);
    assert_ne!(second[0]["id"], first[0]["id"]);
}

#[test]
fn a_suspension_takes_the_alternatives_that_were_considered() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let mut suspended = measure("suspension");
    let answer = helen.change(&allegation, "interim-measures", &suspended);
    assert_eq!(answer.json()["errors"][0]["code"], "alternatives_missing");
    suspended["alternatives"] = json!("Other duties are with the same year.");
    let _ = helen
        .change(&allegation, "interim-measures", &suspended)
        .expect(201);
}

#[test]
fn the_support_person_has_no_part_in_the_matter_and_does_not_see_it() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    for name in ["priya", "helen"] {
        let body = json!({"person": staff(scene.world.staff(name))});
        let answer = helen.change(&allegation, "support-person", &body);
        assert_eq!((answer.status, &*answer.problem()), (403, "conflicted"));
    }
    let dev = json!({"person": staff(scene.world.staff("dev")), "note": "Rings on Fridays."});
    let _ = helen
        .change(&allegation, "support-person", &dev)
        .expect(201);
    let page = helen.get(&allegation).expect(200).json();
    let mut names = page["names"].as_array().unwrap().iter();
    assert!(names.any(|known| known["name"] == "Dev Patel"));
    let _ = scene.client("dev").get(&allegation).expect(404);
}

#[test]
fn a_decision_is_made_on_what_was_read() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let path = format!("{allegation}/threshold");
    let unread = helen.post(&path, &threshold("low_level"));
    assert_eq!(unread.status, 428);
    let _ = helen
        .change(&allegation, "threshold", &threshold("low_level"))
        .expect(201);
    let stale = helen.post_on(&path, "\"0\"", &threshold("no_concern"));
    assert_eq!(stale.status, 412);
}

//! S02: a pupil alleges that Priya Nair grabbed her arm. Helen Marsh manages it.

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::steps::{
    Concern, NOTHING, about_adult, all, at, decline_child_case, due_of, id_of, kinds,
    open_allegation, outcome, raise, referral_of, row, staff, threshold, told,
};

const START: &str = "2026-12-24T16:10";

fn reported() -> (World, Concern) {
    let world = World::at(START);
    let body = about_adult(
        &world,
        School::Oakfield,
        world.oakfield().amara,
        Some(world.staff("priya")),
    );
    let concern = raise(&world.client("tom"), &body);
    (world, concern)
}

/// All that somebody can list, count or find of matters.
/// All that somebody can list, count or find.
fn everything(by: &Client) -> Value {
    crate::steps::everything(by, &["grabbed", "Priya Nair", "Amara Example"])
}

#[test]
fn it_goes_to_the_headteacher_and_to_nobody_else() {
    let (world, concern) = reported();
    let helen = world.client("helen");
    let shown = row(&helen, "/v1/concerns?state=untriaged", &concern.id).unwrap();
    assert_eq!(shown["about_adult"], "yes");
    assert_eq!(at(&shown["raised_at"]), moment(START));
    for unseen in [
        "priya", "ruth", "callum", "miriam", "esther", "jon", "dev", "zoe",
    ] {
        let client = world.client(unseen);
        assert_eq!(row(&client, "/v1/concerns", &concern.id), None, "{unseen}");
        let _ = client.get(&concern.address()).expect(404);
    }
}

#[test]
fn the_adult_sees_nothing_and_no_count_of_hers_changes() {
    let world = World::at(START);
    let (priya, helen) = (world.client("priya"), world.client("helen"));
    let before = everything(&priya);
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("tom"), &body);
    let allegation = open_allegation(&helen, &concern);
    let _ = helen
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    world.remind();
    assert_eq!(everything(&priya), before);
    for path in ["", "/timeline"] {
        let denied = priya.get(&format!("{allegation}{path}"));
        let absent = priya.get(&format!("/v1/allegations/{NOTHING}{path}"));
        assert_eq!(told(&denied), told(&absent));
    }
}

#[test]
fn helen_decides_with_reasons_who_is_told_when_and_who_supports() {
    let (world, concern) = reported();
    let helen = world.client("helen");
    let allegation = open_allegation(&helen, &concern);
    let change = |verb: &str, body: &Value| helen.change(&allegation, verb, body).expect(201);
    let _ = change("threshold", &threshold("may_meet_threshold"));
    let _ = change(
        "telling",
        &json!({
            "whom": "parents", "when": {"kind": "after_advice", "review_on": "2026-12-29"},
            "advised_by": ["lado"], "reason": "The LADO decides who tells them.",
        }),
    );
    let _ = change(
        "telling",
        &json!({
            "whom": "board", "when": {"kind": "on", "on": "2026-12-29"},
            "reason": "That there is a matter: no name, no detail.",
        }),
    );
    let _ = change(
        "support-person",
        &json!({"person": staff(world.staff("dev")), "note": "Rings on Mondays."}),
    );
    let shown = row(&helen, "/v1/allegations?state=open", id_of(&allegation)).unwrap();
    assert_eq!(shown["threshold"], "may_meet_threshold");
    assert_eq!(shown["owner_name"], "Helen Marsh");
    assert_eq!(shown["next_review_on"], "2026-12-29");
    assert_eq!(shown["people"][1]["name"], "Priya Nair");
    let page = helen.get(&allegation).expect(200).json();
    let sorts: Vec<_> = { page["in_force"].as_array().unwrap().iter() }
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    let expected = [
        "allegation.threshold_decided",
        "allegation.telling_decided",
        "allegation.telling_decided",
        "allegation.support_person_named",
    ];
    assert_eq!(sorts, expected);
    let reasons = &page["in_force"][0]["detail"]["reasons"];
    assert_eq!(*reasons, threshold("may_meet_threshold")["reasons"]);
}

#[test]
fn months_later_it_is_unsubstantiated_and_may_not_appear_in_a_reference() {
    let (world, concern) = reported();
    let helen = world.client("helen");
    let allegation = open_allegation(&helen, &concern);
    let _ = helen
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    world.now("2027-03-15T10:00");
    let miriam = world.staff("miriam");
    let _ = helen
        .change(&allegation, "outcome", &outcome("unsubstantiated", miriam))
        .expect(201);
    let lado = referral_of(&helen, &allegation, "lado");
    let told = json!({"how": "phone", "missing_reason": "The rest followed in the meeting."});
    let _ = helen.change(&lado, "submission", &told).expect(201);
    decline_child_case(&helen, &allegation);
    let closing = json!({"reason": "Told to all.", "confirmed_by": miriam.to_string()});
    let _ = helen.change(&allegation, "close", &closing).expect(201);
    let page = helen.get(&allegation).expect(200).json();
    assert_eq!(page["state"], "closed");
    assert_eq!(page["outcome"], "unsubstantiated");
    assert_eq!(page["may_appear_in_reference"], false);
    let recorded = { page["in_force"].as_array().unwrap().iter() }
        .find(|entry| entry["kind"] == "allegation.outcome_recorded")
        .unwrap();
    for duty in ["dbs", "tra"] {
        assert_eq!(recorded["detail"][duty]["applies"], false, "{duty}");
        assert!(recorded["detail"][duty]["reason"].is_string(), "{duty}");
    }
    let expected = [
        "concern.raised",
        "concern.triaged",
        "allegation.opened",
        "allegation.decision_due",
        "allegation.decision_due",
        "allegation.threshold_decided",
        "referral.needed",
        "allegation.outcome_recorded",
        "referral.submitted",
        "allegation.child_case_declined",
        "allegation.closed",
    ];
    assert_eq!(kinds(&helen, &allegation), expected);
}

#[test]
fn the_lado_stands_in_the_queue_until_after_the_bank_holidays_and_answers() {
    let (world, concern) = reported();
    let helen = world.client("helen");
    let allegation = open_allegation(&helen, &concern);
    world.now("2026-12-24T16:40");
    let decided = threshold("may_meet_threshold");
    let _ = helen.change(&allegation, "threshold", &decided).expect(201);
    // Nobody puts it there: the decision does (R3).
    let queue = all(&helen, "/v1/referrals?agency=lado");
    assert_eq!(queue.len(), 1);
    let path = format!("/v1/referrals/{}", queue[0]["id"].as_str().unwrap());
    // Whoever asks for it by hand finds the same one.
    let need = json!({"agency": "lado", "reason": "The threshold may be met."});
    let again = helen
        .post(&format!("{allegation}/referrals"), &need)
        .expect(200);
    assert_eq!(again.field("id"), id_of(&path));
    assert_eq!(all(&helen, "/v1/referrals?agency=lado").len(), 1);
    assert_eq!(at(&queue[0]["due"]["at"]), moment("2026-12-29T17:00"));
    assert_eq!(
        queue[0]["due"]["reason"],
        "one working day from Thu 24 Dec, 16:10; 25 and 28 Dec are bank holidays"
    );
    // Nobody else has it, and nobody else has one more.
    for name in ["priya", "ruth", "callum", "miriam", "jon", "dev", "tom"] {
        let client = world.client(name);
        assert_eq!(all(&client, "/v1/referrals"), [json!(null); 0], "{name}");
        assert_eq!(
            told(&client.get(&path)),
            told(&client.get(&format!("/v1/referrals/{NOTHING}")))
        );
    }
    let form = helen.get(&format!("{path}/form")).expect(200).json();
    let value = |from: &str| {
        let fields = form["fields"].as_array().unwrap();
        fields.iter().any(|field| field["value"] == from)
    };
    for known in [
        "Priya Nair",
        "Amara Example",
        "Oakfield Academy",
        "Helen Marsh",
    ] {
        assert!(value(known), "{known}");
    }
    assert!(!form["missing"].as_array().unwrap().is_empty());
    let sent = json!({
        "how": "email", "missing_reason": "The LADO asked for it today; the rest follows.",
    });
    let _ = helen.change(&path, "submission", &sent).expect(201);
    world.now("2026-12-29T10:00");
    let met = json!({
        "outcome": "met", "text": "A meeting on the 31st.", "their_reference": "LADO-77",
    });
    let _ = helen.change(&path, "answers", &met).expect(201);
    let shown = helen.get(&path).expect(200).json();
    assert_eq!(
        (&shown["state"], &shown["their_reference"]),
        (&json!("answered"), &json!("LADO-77"))
    );
    let ends: Vec<_> = { kinds(&helen, &allegation).into_iter() }
        .filter(|kind| kind.starts_with("referral."))
        .collect();
    assert_eq!(
        ends,
        ["needed", "submitted", "answered"].map(|it| format!("referral.{it}"))
    );
}

#[test]
fn where_the_authority_says_24_hours_it_is_due_on_christmas_day() {
    let world = World::at(START);
    let pupil = world.pupil_of(School::Beacon);
    let body = about_adult(&world, School::Beacon, pupil, None);
    let concern = raise(&world.client("bea"), &body);
    let head = world.client("lena");
    let allegation = open_allegation(&head, &concern);
    let due = due_of(&head, "/v1/me/actions", "allegation_review");
    let decide = { due.iter() }.find(|row| row["clock"] == "threshold");
    assert_eq!(at(&decide.unwrap()["due_at"]), moment("2026-12-25T16:10"));
    let _ = head
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    let queue = all(&head, "/v1/referrals?agency=lado");
    assert_eq!(at(&queue[0]["due"]["at"]), moment("2026-12-25T16:10"));
    assert_eq!(queue[0]["due"]["reason"], "24 hours from Thu 24 Dec, 16:10");
}

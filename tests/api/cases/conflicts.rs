//! POST /v1/cases/{case}/conflicts and the steps that follow

use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, at, due_of, found, id_of, open_case, raise, row, threats};

pub const MARK: Door = Door {
    route: "POST /v1/cases/{case}/conflicts",
    ask: |scene| {
        let callum = scene.world.staff("callum").to_string();
        let body = json!({"staff": callum, "reason": "A statement names him."});
        Ask::new(format!("{}/conflicts", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const CONFIRM: Door = Door {
    route: "POST /v1/cases/{case}/conflicts/{staff}/confirm",
    ask: |scene| {
        let callum = scene.world.staff("callum");
        Ask::of(format!("{}/conflicts/{callum}/confirm", scene.case))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const REVIEW: Door = Door {
    route: "POST /v1/cases/{case}/conflicts/{staff}/review",
    ask: |scene| {
        let callum = scene.world.staff("callum");
        let path = format!("{}/conflicts/{callum}/review", scene.case);
        Ask::new(path, json!({"reason": "The statement stands."}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const LIFT: Door = Door {
    route: "POST /v1/cases/{case}/conflicts/{staff}/lift",
    ask: |scene| {
        let callum = scene.world.staff("callum");
        let path = format!("{}/conflicts/{callum}/lift", scene.case);
        Ask::new(path, json!({"reason": "Another Byrne."}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_marked_case_is_gone_for_whom_it_was_marked_until_it_is_lifted() {
    let scene = scene();
    let (ruth, helen, callum) = (
        scene.client("ruth"),
        scene.client("helen"),
        scene.client("callum"),
    );
    let case = scene.open_case();
    let note = json!({"kind": "note", "text": "Quillwort was mentioned."});
    let _ = ruth.post(&format!("{case}/notes"), &note).expect(201);
    let sees = || {
        let listed = row(&callum, "/v1/cases", id_of(&case)).is_some();
        let found = !found(&callum, "quillwort").is_empty();
        (callum.get(&case).status, listed, found)
    };
    assert_eq!(sees(), (200, true, true));
    let who = scene.world.staff("callum").to_string();
    let mark = json!({"staff": who, "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    assert_eq!(sees(), (404, false, false));
    let steps = format!("{case}/conflicts/{who}");
    let own = callum.post(&format!("{steps}/lift"), &json!({"reason": "No."}));
    assert_eq!(own.status, 404);
    let _ = helen
        .post(&format!("{steps}/confirm"), &json!({}))
        .expect(201);
    assert_eq!(sees(), (404, false, false));
    let _ = helen
        .post(
            &format!("{steps}/lift"),
            &json!({"reason": "Another Byrne.", "second": scene.world.staff("ruth").to_string()}),
        )
        .expect(201);
    assert_eq!(sees(), (200, true, true));
}

/// domain.md 1 rule 2: restrictions are reviewed every 90 days.
#[test]
fn a_confirmed_conflict_is_looked_at_again_every_90_days_by_another() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen, callum) = (
        world.client("ruth"),
        world.client("helen"),
        world.client("callum"),
    );
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &concern);
    let who = world.staff("callum").to_string();
    let mark = json!({"staff": who, "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let steps = format!("{case}/conflicts/{who}");
    let still = json!({"reason": "The statement stands."});
    let review = |by: &Client, body: &Value| by.post(&format!("{steps}/review"), body);
    // Marked is not confirmed: that comes first.
    let early = review(&helen, &still);
    assert_eq!(
        (early.status, &*early.problem()),
        (422, "conflict-not-confirmed")
    );
    let _ = helen
        .post(&format!("{steps}/confirm"), &json!({}))
        .expect(201);
    let due = || {
        let rows = due_of(&helen, "/v1/due", "conflict_review");
        rows.iter()
            .map(|row| at(&row["due_at"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(due(), [moment("2027-02-08T14:05")]);
    // Not a day before, and then a notice to whoever confirmed it.
    let told = || {
        world.remind();
        let notices = all(&helen, "/v1/me/notices");
        let of_conflict = |it: &&Value| it["item"].as_str().unwrap().starts_with("conflict");
        notices.iter().filter(of_conflict).count()
    };
    let before = told();
    world.now("2027-02-08T14:04");
    assert_eq!(told(), before);
    world.now("2027-02-08T14:06");
    assert_eq!(told(), before + 1);
    // Neither by himself, who does not even find it, nor without a reason.
    let own = review(&callum, &still);
    assert_eq!((own.status, &*own.problem()), (404, "not-found"));
    let blank = review(&helen, &json!({"reason": " "}));
    assert_eq!(blank.status, 422);
    world.now("2027-02-09T09:00");
    let _ = review(&ruth, &still).expect(201);
    assert_eq!(callum.get(&case).status, 404);
    assert_eq!(due(), [moment("2027-05-10T10:00")]);
    let _ = ruth
        .post(
            &format!("{steps}/lift"),
            &json!({"reason": "Another Byrne.", "second": world.staff("helen").to_string()}),
        )
        .expect(201);
    assert!(due().is_empty());
    assert_eq!(callum.get(&case).status, 200);
}

/// The restriction holds while the case is closed, so it is looked at then too (domain.md 1 rule 2).
#[test]
fn a_conflict_in_a_closed_case_is_looked_at_again_all_the_same() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &concern);
    let who = world.staff("callum").to_string();
    let mark = json!({"staff": who, "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let steps = format!("{case}/conflicts/{who}");
    let _ = helen
        .post(&format!("{steps}/confirm"), &json!({}))
        .expect(201);
    let closing = json!({
        "outcome": "resolved_in_school",
        "reason": "No messages in six weeks.",
        "leaving_open": "Taken up in the weekly meetings.",
        "confirmed_by": world.staff("helen").to_string(),
    });
    let _ = ruth.change(&case, "close", &closing).expect(201);
    let due = || {
        let rows = due_of(&helen, "/v1/due", "conflict_review");
        rows.iter()
            .map(|row| at(&row["due_at"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(due(), [moment("2027-02-08T14:05")]);
    world.now("2027-02-09T09:00");
    let still = json!({"reason": "The statement stands."});
    let _ = ruth.post(&format!("{steps}/review"), &still).expect(201);
    assert_eq!(due(), [moment("2027-05-10T10:00")]);
    let again = json!({"reason": "It began again."});
    let _ = ruth.change(&case, "reopen", &again).expect(201);
    assert_eq!(due(), [moment("2027-05-10T10:00")]);
}

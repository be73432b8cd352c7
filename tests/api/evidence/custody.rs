//! POST /v1/evidence/{evidence}/custody, …/seal, …/handover

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{attach, chat, pointers};

pub const CUSTODY: Door = Door {
    route: "POST /v1/evidence/{evidence}/custody",
    ask: |scene| {
        let to = json!({"kind": "described", "description": "The officer"});
        Ask::new(
            format!("{}/custody", scene.evidence),
            json!({"to": to, "place": "The safe"}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const SEAL: Door = Door {
    route: "POST /v1/evidence/{evidence}/seal",
    ask: |scene| {
        Ask::new(
            format!("{}/seal", scene.evidence),
            json!({"reason": "It shows a pupil."}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const HANDOVER: Door = Door {
    route: "POST /v1/evidence/{evidence}/handover",
    ask: |scene| {
        Ask::new(
            format!("{}/handover", scene.evidence),
            json!({"to": "The officer", "reason": "As asked."}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn it_is_known_who_keeps_it_and_to_whom_it_went() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = attach(&ruth, &case, &chat());
    let to = json!({"kind": "staff", "id": scene.world.staff("helen").to_string()});
    let custody =
        json!({"to": to, "place": "The safe in the office", "at": "2026-11-10T13:00:00Z"});
    let _ = ruth.change(&path, "custody", &custody).expect(201);
    let handed = json!({
        "to": "PC Example", "reference": "CR-20481", "reason": "The telephone, as it was found.",
    });
    let _ = ruth.change(&path, "handover", &handed).expect(201);
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(shown["custody"]["place"], "The safe in the office");
    assert_eq!(shown["handed_over"]["reference"], "CR-20481");
    let names = shown["names"].as_array().unwrap();
    assert!(names.iter().any(|named| named["name"] == "Helen Marsh"));
    let kinds: Vec<_> = { shown["history"].as_array().unwrap().iter() }
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "evidence.captured",
            "evidence.custody_passed",
            "evidence.released"
        ]
    );
}

#[test]
fn nobody_keeps_it_who_is_on_no_register_nor_from_a_time_that_is_to_come() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = attach(&ruth, &case, &chat());
    let nobody = json!({"kind": "staff", "id": crate::steps::NOTHING});
    let refused = ruth.change(
        &path,
        "custody",
        &json!({"to": nobody, "place": "The safe"}),
    );
    assert_eq!(pointers(&refused.expect(422)), ["/to/id"]);
    let officer = json!({"kind": "described", "description": "PC Example"});
    let ahead = json!({"to": officer, "place": "The safe", "at": "2026-11-11T09:00:00Z"});
    let refused = ruth.change(&path, "custody", &ahead).expect(422);
    assert_eq!(pointers(&refused), ["/at"]);
}

#[test]
fn what_is_sealed_is_read_by_nobody_alone() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = attach(&ruth, &case, &chat());
    let _ = ruth
        .change(&path, "seal", &json!({"reason": "It shows a pupil."}))
        .expect(201);
    assert_eq!(ruth.get(&path).expect(200).json()["state"], "sealed");
    for name in ["ruth", "helen"] {
        let refused = scene.client(name).get(&format!("{path}/file")).expect(422);
        assert_eq!(refused.problem(), "evidence-sealed");
    }
}

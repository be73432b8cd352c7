//! POST /v1/cases/{case}/conflicts and the steps that follow

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{found, id_of, row};

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
            &json!({"reason": "Another Byrne."}),
        )
        .expect(201);
    assert_eq!(sees(), (200, true, true));
}

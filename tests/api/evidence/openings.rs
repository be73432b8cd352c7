//! POST /v1/evidence/{evidence}/openings and …/openings/agreement

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{attach, chat};

pub const ASK: Door = Door {
    route: "POST /v1/evidence/{evidence}/openings",
    ask: |scene| {
        Ask::new(
            format!("{}/openings", scene.evidence),
            json!({"reason": "The police ask."}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const AGREE: Door = Door {
    route: "POST /v1/evidence/{evidence}/openings/agreement",
    ask: |scene| Ask::of(format!("{}/openings/agreement", scene.evidence)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn what_is_not_sealed_needs_no_opening_and_nobody_agrees_to_what_was_not_asked() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = attach(&ruth, &case, &chat());
    let ask = json!({"reason": "The police ask what it says."});
    let refused = ruth.change(&path, "openings", &ask).expect(422);
    assert_eq!(refused.problem(), "evidence-not-sealed");
    let _ = ruth
        .change(&path, "seal", &json!({"reason": "It shows a pupil."}))
        .expect(201);
    let refused = ruth
        .change(&path, "openings/agreement", &json!({}))
        .expect(422);
    assert_eq!(refused.problem(), "opening-not-asked");
}

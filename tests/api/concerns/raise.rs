//! POST /v1/concerns

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{self, names, pointers};

pub const DOOR: Door = Door {
    route: "POST /v1/concerns",
    ask: |scene| Ask::new("/v1/concerns", scene.body()),
    wrong: Wrong::Refused("nora", 403, "forbidden"),
};

#[test]
fn a_concern_is_received_with_a_reference_and_a_receipt_and_without_its_text() {
    let scene = scene();
    let priya = scene.client("priya");
    let answer = priya.post("/v1/concerns", &scene.body()).expect(201);
    let id = answer.field("id");
    assert_eq!(
        answer.header("location"),
        Some(&*format!("/v1/concerns/{id}"))
    );
    assert_eq!(answer.header("etag"), Some("\"0\""));
    assert!(answer.header("lanyard-position").is_some());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let reference = answer.field("reference");
    assert_eq!(reference.len(), 8);
    assert!(
        reference
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    );
    assert!(answer.field("receipt").starts_with("/v1/receipts/"));
    let body = answer.json();
    assert_eq!(names(&body), ["id", "receipt", "reference", "revision"]);
}

#[test]
fn it_needs_an_idempotency_key() {
    let scene = scene();
    let answer = scene
        .client("priya")
        .send("POST", "/v1/concerns", Some(&scene.body()), &[]);
    assert_eq!(
        (answer.status, &*answer.problem()),
        (400, "idempotency-key-missing")
    );
}

#[test]
fn a_category_about_adults_is_routed_past_the_safeguarding_team_even_if_the_answer_was_no() {
    let scene = scene();
    let mut body = scene.body();
    body["category"] = json!("low_level_concern_about_an_adult");
    body["people"] = json!([{"person": steps::staff(scene.world.staff("tom")), "role": "other"}]);
    let concern = steps::raise(&scene.client("priya"), &body);
    let helen = scene.client("helen").get(&concern.address());
    assert_eq!(helen.expect(200).field("view"), "whole");
    for unseen in ["ruth", "callum", "tom"] {
        let _ = scene.client(unseen).get(&concern.address()).expect(404);
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let scene = scene();
    let mut body = scene.body();
    body["category"] = json!("gossip");
    body["account"] = json!("  ");
    let answer = scene.client("priya").post("/v1/concerns", &body);
    assert_eq!(
        pointers(&answer.clone().expect(422)),
        ["/category", "/account"]
    );
    assert_eq!(answer.problem(), "invalid-body");
}

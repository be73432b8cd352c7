//! Bad input is a clear error of the caller's, with its place, and changes nothing.

mod headers;
mod shapes;
mod values;

use lanyard_tests::{Answer, Client, new_key};
use serde_json::{Value, json};

use crate::scene::Scene;
use crate::steps::{NOTHING, all, pointers, pupil, raise, threats};

/// A refusal as it must be: status, code, place, of the media type of problems.
#[track_caller]
fn is_refused(answer: &Answer, status: u16, code: &str, places: &[&str]) {
    let met = (answer.status, answer.problem());
    assert_eq!(met, (status, code.to_owned()), "{}", answer.text());
    assert_eq!(pointers(answer), places, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    let body = answer.json();
    assert_eq!(body["status"], json!(status));
    for words in ["title", "detail"] {
        assert!(
            body[words].as_str().is_some_and(|text| !text.is_empty()),
            "{body}"
        );
    }
}

/// A concern with one thing wrong with it.
fn concern(scene: &Scene, change: impl Fn(&mut Value)) -> Answer {
    let mut body = scene.body();
    change(&mut body);
    scene.client("priya").post("/v1/concerns", &body)
}

fn bytes(by: &Client, body: &[u8]) -> Answer {
    let headers = [("idempotency-key", &*new_key())];
    by.send_bytes("POST", "/v1/concerns", Some(body.to_vec()), &headers)
}

#[test]
fn none_of_it_changes_anything() {
    let world = lanyard_tests::World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let address = concern.address();
    let before = world.recorded();
    let refused = |answer: Answer| {
        assert!((400..500).contains(&answer.status), "{}", answer.text());
    };
    refused(bytes(&priya, b"{"));
    for change in [
        json!({"category": "gossip"}),
        json!({"danger_now": "yes"}),
        json!({"colour": "red"}),
        json!({"account": "x".repeat(20_001)}),
        json!({"academy": NOTHING}),
        json!({"people": [{"person": pupil(NOTHING), "role": "affected"}]}),
    ] {
        let mut body = threats(&world, world.oakfield().amara);
        let fields = change.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(fields);
        refused(priya.post("/v1/concerns", &body));
    }
    let triage = json!({"decision": {"kind": "open_case"}, "reason": "Threats."});
    refused(ruth.post(&format!("{address}/triage"), &triage));
    refused(ruth.post_on(&format!("{address}/triage"), "\"9\"", &triage));
    refused(ruth.change(
        &address,
        "triage",
        &json!({"decision": {"kind": "open_case"}, "reason": ""}),
    ));
    refused(
        world
            .client("grace")
            .post_on(&format!("{address}/triage"), "\"0\"", &triage),
    );
    refused(
        world
            .nobody()
            .post_on(&format!("{address}/triage"), "\"0\"", &triage),
    );
    refused(bytes(&priya, &b" ".repeat(300 * 1024)));
    assert_eq!(world.recorded(), before);
    assert_eq!(all(&ruth, "/v1/cases"), [json!(null); 0]);
}

//! POST /public/{academy}/concerns/{reference}/additions and …/status

use lanyard::demo::School;
use serde_json::json;

use super::{body, report};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::told;

pub const ADD: Door = Door {
    route: "POST /public/{academy}/concerns/{reference}/additions",
    ask: |scene| {
        let (reference, secret) = &scene.report;
        let body = json!({"secret": secret, "text": "It happened again today."});
        Ask::new(path(scene, School::Oakfield, reference, "additions"), body)
    },
    wrong: Wrong::Nobody,
};

pub const STATUS: Door = Door {
    route: "POST /public/{academy}/concerns/{reference}/status",
    ask: |scene| {
        let (reference, secret) = &scene.report;
        let body = json!({"secret": secret});
        Ask::new(path(scene, School::Oakfield, reference, "status"), body)
    },
    wrong: Wrong::Nobody,
};

fn path(scene: &Scene, school: School, reference: &str, what: &str) -> String {
    let academy = scene.world.academy(school);
    format!("/public/{academy}/concerns/{reference}/{what}")
}

#[test]
fn a_wrong_secret_reference_or_academy_adds_nothing_and_all_answer_alike() {
    let scene = scene();
    let nobody = scene.world.nobody();
    let (reference, secret) = report(&scene.world, &body());
    let (other, others_secret) = report(&scene.world, &body());
    let add = |school, reference: &str, secret: &str| {
        let body = json!({"secret": secret, "text": "It happened again today."});
        nobody.post(&path(&scene, school, reference, "additions"), &body)
    };
    let absent = add(School::Oakfield, "ZZZZZZZZ", "nonsense");
    assert_eq!(absent.status, 404);
    for (school, reference, secret) in [
        (School::Oakfield, reference.as_str(), "nonsense"),
        (School::Oakfield, reference.as_str(), others_secret.as_str()),
        (School::Oakfield, other.as_str(), secret.as_str()),
        (School::Oakfield, "ZZZZZZZZ", secret.as_str()),
        (School::StAldhelms, reference.as_str(), secret.as_str()),
    ] {
        let denied = add(school, reference, secret);
        assert_eq!(told(&denied), told(&absent), "{school:?} {reference}");
    }
    assert_eq!(add(School::Oakfield, &reference, &secret).status, 201);
}

#[test]
fn whoever_asks_is_told_received_whatever_they_ask_with() {
    let scene = scene();
    let nobody = scene.world.nobody();
    let (reference, secret) = &scene.report;
    let ask = |reference: &str, secret: &str| {
        let path = path(&scene, School::Oakfield, reference, "status");
        told(&nobody.send("POST", &path, Some(&json!({"secret": secret})), &[]))
    };
    let right = ask(reference, secret);
    assert_eq!(right.0, 200);
    assert_eq!(right.2, r#"{"state":"received"}"#);
    assert_eq!(right, ask(reference, "nonsense"));
    assert_eq!(right, ask("ZZZZZZZZ", secret));
}

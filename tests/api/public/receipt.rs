//! POST /public/{academy}/concerns/{reference}/receipt

use lanyard::demo::School;
use lanyard_tests::Answer;
use serde_json::json;

use super::{body, report};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::told;

pub const DOOR: Door = Door {
    route: "POST /public/{academy}/concerns/{reference}/receipt",
    ask: |scene| {
        let (reference, secret) = &scene.report;
        let body = json!({"secret": secret});
        Ask::new(path(scene, School::Oakfield, reference), body)
    },
    wrong: Wrong::Nobody,
};

fn path(scene: &Scene, school: School, reference: &str) -> String {
    let academy = scene.world.academy(school);
    format!("/public/{academy}/concerns/{reference}/receipt")
}

fn ask(scene: &Scene, school: School, reference: &str, secret: &str) -> Answer {
    let path = path(scene, school, reference);
    let body = json!({"secret": secret});
    { scene.world.nobody() }.send("POST", &path, Some(&body), &[])
}

#[test]
fn the_receipt_is_a_text_that_names_nobody_and_says_nothing_of_the_record_beside_it() {
    let scene = scene();
    let (reference, secret) = report(&scene.world, &body());
    let until_night = ask(&scene, School::Oakfield, &reference, &secret).expect(202);
    scene.world.publish();
    let answer = ask(&scene, School::Oakfield, &reference, &secret).expect(200);
    let kind = answer.header("content-type");
    assert_eq!(kind, Some("text/plain; charset=utf-8"));
    for header in ["lanyard-position", "etag", "location"] {
        for answer in [&until_night, &answer] {
            assert_eq!(answer.header(header), None, "{header}");
        }
    }
    let text = answer.text();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\n"), "{text}");
    for personal in ["red bag", "sports hall", &reference, &secret] {
        assert!(!text.contains(personal), "{personal}");
    }
}

#[test]
fn a_wrong_secret_reference_or_academy_all_answer_alike() {
    let scene = scene();
    let (reference, secret) = report(&scene.world, &body());
    let (other, others_secret) = report(&scene.world, &body());
    let absent = ask(&scene, School::Oakfield, "ZZZZZZZZ", "nonsense");
    assert_eq!(absent.status, 404);
    for (school, reference, secret) in [
        (School::Oakfield, reference.as_str(), "nonsense"),
        (School::Oakfield, reference.as_str(), others_secret.as_str()),
        (School::Oakfield, other.as_str(), secret.as_str()),
        (School::Oakfield, "ZZZZZZZZ", secret.as_str()),
        (School::StAldhelms, reference.as_str(), secret.as_str()),
    ] {
        let denied = ask(&scene, school, reference, secret);
        assert_eq!(told(&denied), told(&absent), "{school:?} {reference}");
    }
}

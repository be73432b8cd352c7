//! POST /public/{academy}/concerns

use lanyard::demo::School;
use serde_json::json;

use super::body;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{NOTHING, names, pointers, pupil};

pub const DOOR: Door = Door {
    route: "POST /public/{academy}/concerns",
    ask: |scene| Ask::new(path(scene), body()),
    wrong: Wrong::Nobody,
};

fn path(scene: &Scene) -> String {
    format!("/public/{}/concerns", scene.world.academy(School::Oakfield))
}

#[test]
fn the_answer_is_a_reference_and_a_secret_and_nothing_of_the_record() {
    let scene = scene();
    let answer = scene
        .world
        .nobody()
        .post(&path(&scene), &body())
        .expect(201);
    assert_eq!(names(&answer.json()), ["reference", "secret", "state"]);
    for header in ["lanyard-position", "etag", "location"] {
        assert_eq!(answer.header(header), None, "{header}");
    }
}

#[test]
fn nobody_is_named_by_an_id_and_what_is_wrong_is_said_field_by_field() {
    let scene = scene();
    let nobody = scene.world.nobody();
    let mut named = body();
    named["people"] = json!([{"person": pupil(scene.world.oakfield().amara), "role": "affected"}]);
    assert_eq!(nobody.post(&path(&scene), &named).status, 422);
    let mut wrong = body();
    wrong["category"] = json!("no_such");
    wrong["account"] = json!(" ");
    wrong["people"] = json!([{"description": "", "role": "witness"}]);
    let refused = nobody.post(&path(&scene), &wrong).expect(422);
    assert_eq!(
        pointers(&refused),
        ["/category", "/account", "/people/0/person/description"]
    );
    let mut long = body();
    long["account"] = json!("a".repeat(100_000));
    assert_eq!(nobody.post(&path(&scene), &long).status, 413);
    let without_key = nobody.send("POST", &path(&scene), Some(&body()), &[]);
    assert_eq!(without_key.problem(), "idempotency-key-missing");
}

#[test]
fn an_academy_that_is_not_there_takes_no_report() {
    let scene = scene();
    let nobody = scene.world.nobody();
    let _ = nobody
        .post(&format!("/public/{NOTHING}/concerns"), &body())
        .expect(404);
}

#[test]
fn a_repeat_is_the_same_report() {
    let scene = scene();
    let nobody = scene.world.nobody();
    let key = lanyard_tests::new_key();
    let first = nobody
        .post_with_key(&path(&scene), &body(), &key)
        .expect(201);
    let again = nobody
        .post_with_key(&path(&scene), &body(), &key)
        .expect(201);
    assert_eq!(first.field("reference"), again.field("reference"));
    let mut other = body();
    other["account"] = json!("Something else.");
    let reused = nobody.post_with_key(&path(&scene), &other, &key);
    assert_eq!(reused.problem(), "idempotency-key-reused");
}

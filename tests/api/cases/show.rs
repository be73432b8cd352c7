//! GET /v1/cases/{case}

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/cases/{case}",
    ask: |scene| Ask::of(scene.case.clone()),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_case_shows_its_people_concerns_and_actions() {
    let scene = scene();
    let answer = scene.client("callum").get(&scene.case).expect(200);
    assert!(answer.header("etag").is_some());
    let case = answer.json();
    assert_eq!(case["people"][0]["name"], "Amara Example");
    assert_eq!(case["concerns"][0]["id"], json!(scene.in_case.id));
    let action = &case["items"][0];
    assert_eq!(action["action"], json!(scene.action));
    assert_eq!(action["title"], "Speak to her tutor group");
    assert_eq!(action["owner_name"], "Tom Hale");
    assert_eq!(action["done"], json!(null));
}

#[test]
fn the_owner_of_an_action_does_not_see_the_case() {
    let scene = scene();
    let _ = scene.client("tom").get(&scene.case).expect(404);
}

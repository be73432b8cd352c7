//! POST /v1/pupils/search

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::items;

pub const DOOR: Door = Door {
    route: "POST /v1/pupils/search",
    ask: |_| Ask::new("/v1/pupils/search", json!({"name": "amara"})),
    wrong: Wrong::SeesNothing("alan"),
};

#[test]
fn pupils_are_found_by_the_beginning_of_a_name_at_ones_own_academy() {
    let scene = scene();
    let find = |by: &str| {
        let found = scene
            .client(by)
            .post("/v1/pupils/search", &json!({"name": "ama"}));
        let mut names: Vec<_> = items(&found.expect(200))
            .iter()
            .map(|pupil| pupil["surname"].as_str().unwrap().to_owned())
            .filter(|surname| ["Example", "Sample"].contains(&surname.as_str()))
            .collect();
        names.sort();
        names
    };
    assert_eq!(find("priya"), ["Example", "Sample"]);
    assert_eq!(find("nora"), [""; 0]);
}

#[test]
fn it_needs_no_idempotency_key_for_it_changes_nothing() {
    let scene = scene();
    let found = scene.client("priya").send(
        "POST",
        "/v1/pupils/search",
        Some(&json!({"name": "ama"})),
        &[],
    );
    assert!(!items(&found.expect(200)).is_empty());
}

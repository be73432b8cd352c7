//! POST /v1/staff/search

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::items;

pub const DOOR: Door = Door {
    route: "POST /v1/staff/search",
    ask: |_| Ask::new("/v1/staff/search", json!({"name": "os"})),
    wrong: Wrong::SeesNothing("kit"),
};

#[test]
fn staff_are_found_by_the_beginning_of_a_name_at_ones_own_academy() {
    let scene = scene();
    let find = |by: &str| {
        let found = scene
            .client(by)
            .post("/v1/staff/search", &json!({"name": "os"}));
        items(&found.expect(200))
            .iter()
            .map(|somebody| somebody["surname"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(find("priya"), ["Osei"]);
    assert_eq!(find("nora"), [""; 0]);
}

//! GET /v1/me/actions

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, plan};

pub const DOOR: Door = Door {
    route: "GET /v1/me/actions",
    ask: |_| Ask::of("/v1/me/actions"),
    wrong: Wrong::SeesNothing("priya"),
};

#[test]
fn whoever_owns_an_action_sees_it_and_nothing_else_of_the_case() {
    let scene = scene();
    let case = scene.open_case();
    let action = plan(
        &scene.client("ruth"),
        &case,
        scene.world.staff("tom"),
        "Watch the yard",
    );
    let own = all(&scene.client("tom"), "/v1/me/actions");
    let item = own
        .iter()
        .find(|item| item["action"] == json!(action))
        .unwrap();
    assert_eq!(item["title"], "Watch the yard");
    assert_eq!(item["kind"], "action");
    assert!(!item.to_string().contains("Amara"));
    let others = all(&scene.client("callum"), "/v1/me/actions");
    assert!(others.iter().all(|item| item["action"] != json!(action)));
}

//! GET /v1/me

use lanyard::demo::School;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/me",
    ask: |_| Ask::of("/v1/me"),
    wrong: Wrong::Stranger,
};

#[test]
fn somebody_sees_who_they_are_and_which_roles_they_hold() {
    let scene = scene();
    let oakfield = scene.world.academy(School::Oakfield);
    let me = scene.client("ruth").get("/v1/me").expect(200).json();
    assert_eq!(
        me["actor"],
        json!(format!("staff:{}", scene.world.staff("ruth")))
    );
    let roles = me["roles"].as_array().unwrap();
    for role in ["dsl", "staff"] {
        assert!(
            roles.contains(&json!({"role": role, "academy": oakfield})),
            "{me}"
        );
    }
    assert_eq!(roles.len(), 2);
}

#[test]
fn a_client_sees_what_its_token_allows() {
    let scene = scene();
    let me = scene
        .world
        .mis("concerns:write pupils:read")
        .get("/v1/me")
        .expect(200)
        .json();
    assert_eq!(me["client"]["scopes"].as_array().unwrap().len(), 2);
    assert_eq!(me["client"]["academies"].as_array().unwrap().len(), 3);
    assert_eq!(me["roles"], json!([]));
}

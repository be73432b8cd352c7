//! GET /v1/staff/{staff}

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/staff/{staff}",
    ask: |scene| Ask::of(scene.staff("ruth")),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

#[test]
fn seniors_see_a_member_of_staff_whole_and_everybody_themself() {
    let scene = scene();
    let shown = scene
        .client("helen")
        .get(&scene.staff("callum"))
        .expect(200);
    assert!(shown.header("etag").is_some());
    let callum = shown.json();
    let role = &callum["roles"][0];
    assert_eq!(
        (&role["role"], &role["state"]),
        (&json!("deputy_dsl"), &json!("held"))
    );
    let miriam = format!("staff:{}", scene.world.staff("miriam"));
    assert_eq!(role["proposed_by"], json!(miriam));
    let own = scene.client("priya").get(&scene.staff("priya")).expect(200);
    assert_eq!(own.field("surname"), "Nair");
}

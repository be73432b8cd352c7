//! GET /v1/pupils/{pupil}

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/pupils/{pupil}",
    ask: |scene| Ask::of(format!("/v1/pupils/{}", scene.world.oakfield().another)),
    wrong: Wrong::Refused("nora", 404, "not-found"),
};

#[test]
fn staff_see_a_pupil_of_their_academy() {
    let scene = scene();
    let pupil = format!("/v1/pupils/{}", scene.world.oakfield().amara);
    let answer = scene.client("tom").get(&pupil).expect(200);
    assert!(answer.header("etag").is_some());
    assert_eq!(answer.field("forename"), "Amara");
    assert_eq!(answer.field("surname"), "Example");
}

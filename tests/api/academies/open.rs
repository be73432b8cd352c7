//! POST /v1/academies

use serde_json::json;

use super::{new_academy, open};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::pointers;

pub const DOOR: Door = Door {
    route: "POST /v1/academies",
    ask: |_| Ask::new("/v1/academies", new_academy("Door Academy")),
    wrong: Wrong::Refused("helen", 403, "forbidden"),
};

#[test]
fn an_academy_joins_the_trust() {
    let scene = scene();
    let address = open(&scene, "Larkrise Academy");
    let shown = scene.client("miriam").get(&address).expect(200).json();
    assert_eq!(shown["name"], "Larkrise Academy");
    assert_eq!(shown["day_ends"], "15:10");
    assert_eq!(shown["terms"], json!([]));
}

#[test]
fn codes_that_cannot_be_are_refused_at_their_place() {
    let scene = scene();
    let mut body = new_academy("Nowhere");
    body["local_authority"] = json!("9x5");
    body["day_ends"] = json!("half past three");
    let answer = scene
        .client("miriam")
        .post("/v1/academies", &body)
        .expect(422);
    let mut places = pointers(&answer);
    places.sort();
    assert_eq!(places, ["/day_ends", "/local_authority"]);
}

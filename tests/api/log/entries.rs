//! GET /log/tile/entries/{path}

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /log/tile/entries/{path}",
    ask: |scene| {
        scene.publish_once();
        Ask::of("/log/tile/entries/000")
    },
    wrong: Wrong::Refused("miriam", 403, "forbidden"),
};

#[test]
fn the_auditor_gets_leaves_of_one_length() {
    let scene = scene();
    scene.publish_once();
    let kit = scene.client("kit");
    let tile = kit.get("/log/tile/entries/000").expect(200);
    // c2sp.org/tlog-tiles: a length in two bytes before each leaf of 69 bytes (design.md 3).
    assert_eq!(tile.body.len(), 256 * (2 + 69));
    assert_eq!(tile.header("cache-control"), Some("no-store"));
    let _ = kit.get("/log/tile/entries/999").expect(404);
}

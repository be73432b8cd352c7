//! GET /log/checkpoint and GET /log/tile/{path}

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const CHECKPOINT: Door = Door {
    route: "GET /log/checkpoint",
    ask: |scene| {
        scene.publish_once();
        Ask::of("/log/checkpoint")
    },
    wrong: Wrong::Nobody,
};

pub const TILE: Door = Door {
    route: "GET /log/tile/{path}",
    ask: |scene| {
        scene.publish_once();
        Ask::of("/log/tile/0/000")
    },
    wrong: Wrong::Nobody,
};

#[test]
fn anyone_gets_the_checkpoint_at_a_multiple_of_256_and_full_tiles() {
    let scene = scene();
    scene.publish_once();
    let nobody = scene.world.nobody();
    let checkpoint = nobody.get("/log/checkpoint").expect(200).text();
    let size: u64 = checkpoint.lines().nth(1).unwrap().parse().unwrap();
    assert!(size > 0 && size.is_multiple_of(256), "{checkpoint}");
    let tile = nobody.get("/log/tile/0/000").expect(200);
    assert_eq!(tile.body.len(), 256 * 32);
    assert!(tile.header("cache-control").unwrap().contains("immutable"));
}

#[test]
fn no_tile_beyond_the_checkpoint_no_entries_and_no_other_file_leaves_by_this_address() {
    let scene = scene();
    scene.publish_once();
    let nobody = scene.world.nobody();
    for path in [
        "0/999",
        "0/000.p/1",
        "9/000",
        "../checkpoint",
        "..%2f..%2fstore.sqlite",
        "0/../../store.sqlite",
        "",
    ] {
        let answer = nobody.get(&format!("/log/tile/{path}"));
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
    }
    let _ = nobody.get("/log/tile/entries/000").expect(401);
}

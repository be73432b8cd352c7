//! GET /v1/access-log

use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, eventually};

pub const DOOR: Door = Door {
    route: "GET /v1/access-log",
    ask: |_| Ask::of("/v1/access-log"),
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

#[test]
fn every_look_is_listed_by_ids_only() {
    let scene = scene();
    let concern = scene.raise();
    let _ = scene.client("ruth").get(&concern.address()).expect(200);
    let _ = scene.client("tom").get(&concern.address()).expect(404);
    let (kit, path) = (
        scene.client("kit"),
        format!("/v1/access-log?stream=concern-{}", concern.id),
    );
    let looks = eventually(|| Some(all(&kit, &path)).filter(|looks| looks.len() == 2));
    let look = |name: &str| -> Value {
        let actor = format!("staff:{}", scene.world.staff(name));
        let found = looks.iter().find(|look| look["actor"] == json!(actor));
        found
            .unwrap_or_else(|| panic!("no look of {name} in {looks:?}"))
            .clone()
    };
    assert_eq!(look("ruth")["result"], "opened");
    assert_eq!(look("ruth")["route"], "GET /v1/concerns/{concern}");
    assert_eq!(look("tom")["result"], "not_shown");
    let text = json!(looks).to_string();
    for name in ["Amara", "Osei", "Hale", "threatening", "cyber_bullying"] {
        assert!(!text.contains(name), "{name}");
    }
}

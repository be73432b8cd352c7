//! POST /v1/pupils/{pupil}/leave

use serde_json::json;

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{id_of, pointers, row};

pub const DOOR: Door = Door {
    route: "POST /v1/pupils/{pupil}/leave",
    ask: |scene| {
        let path = format!("/v1/pupils/{}/leave", scene.world.oakfield().another);
        Ask::new(path, json!({"on": "2026-11-09"}))
    },
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

#[test]
fn a_leaver_is_off_the_roster_and_keeps_the_last_day() {
    let scene = scene();
    let dev = scene.client("dev");
    let address = register(&scene, 30);
    let leave = json!({"on": "2026-11-09", "destination": "Fernhill School"});
    let _ = dev.change(&address, "leave", &leave).expect(201);
    assert_eq!(dev.get(&address).expect(200).field("left_on"), "2026-11-09");
    assert_eq!(row(&dev, "/v1/pupils", id_of(&address)), None);
}

#[test]
fn nobody_leaves_before_they_were_born() {
    let scene = scene();
    let dev = scene.client("dev");
    let address = register(&scene, 31);
    let answer = dev
        .change(&address, "leave", &json!({"on": "2003-01-01"}))
        .expect(422);
    assert_eq!(pointers(&answer), ["/on"]);
}

//! POST /v1/staff/{staff}/relations

use serde_json::json;

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, pointers, pupil};

pub const DOOR: Door = Door {
    route: "POST /v1/staff/{staff}/relations",
    ask: |scene| {
        let child = pupil(scene.world.oakfield().another);
        let path = format!("{}/relations", scene.staff("ruth"));
        Ask::new(path, json!({"person": child, "relation": "relative"}))
    },
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

#[test]
fn a_relation_is_registered_by_a_senior_or_by_oneself() {
    let scene = scene();
    let address = register(&scene, "rosalind-aunt");
    let me = scene.world.with_token(scene.world.token("rosalind-aunt"));
    let child = pupil(scene.world.oakfield().another);
    let relation = json!({"person": child, "relation": "relative"});
    let _ = me.change(&address, "relations", &relation).expect(201);
    let shown = scene.client("helen").get(&address).expect(200).json();
    let relations = shown["relations"].as_array().unwrap();
    assert!(
        relations
            .iter()
            .any(|one| one["person"] == child && one["relation"] == "relative")
    );
}

#[test]
fn somebody_on_no_register_cannot_be_a_relation() {
    let scene = scene();
    let address = register(&scene, "rosalind-alone");
    let helen = scene.client("helen");
    let unknown = pupil(NOTHING);
    let relation = json!({"person": unknown, "relation": "relative"});
    let answer = helen.change(&address, "relations", &relation).expect(422);
    assert_eq!(pointers(&answer), ["/person/id"]);
}

//! `/v1/desks`

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::items;

pub const DOORS: &[&Door] = &[&LIST, &SHOW];

const LIST: Door = Door {
    route: "GET /v1/desks",
    ask: |_| Ask::of("/v1/desks"),
    wrong: Wrong::Stranger,
};

const SHOW: Door = Door {
    route: "GET /v1/desks/{desk}",
    ask: |_| Ask::of("/v1/desks/ceop"),
    wrong: Wrong::Stranger,
};

#[test]
fn every_desk_of_the_domain_is_listed_with_its_clock() {
    let scene = scene();
    let desks = items(&scene.client("priya").get("/v1/desks").expect(200));
    assert_eq!(desks.len(), 24);
    let clock = |id: &str| {
        let desk = desks.iter().find(|desk| desk["id"] == id).unwrap();
        (desk["due"].clone(), desk["rule"].clone())
    };
    assert_eq!(clock("lado"), (json!("1wd"), json!("R3")));
    assert_eq!(clock("ceop"), (json!("today"), json!("R8")));
    assert_eq!(clock("ico"), (json!("72h"), json!("R10")));
}

#[test]
fn a_desk_shows_its_form_its_answers_and_what_to_say() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let ceop = ruth.get("/v1/desks/ceop").expect(200).json();
    assert_eq!(ceop["form"].as_array().unwrap().len(), 51);
    assert!(ceop["say"][0].as_str().unwrap().contains("999"));
    assert!(
        ceop["instead"]["cyber_bullying"]
            .as_array()
            .unwrap()
            .contains(&json!("police"))
    );
    let _absent = ruth.get("/v1/desks/nobody").expect(404);
}

/// domain.md 2: a form, a clock and a phone sheet beside each.
#[test]
fn every_desk_shows_a_form_a_clock_and_what_to_say_ask_and_write_down() {
    let scene = scene();
    let ruth = scene.client("ruth");
    for desk in items(&ruth.get("/v1/desks").expect(200)) {
        let id = desk["id"].as_str().unwrap();
        let shown = ruth.get(&format!("/v1/desks/{id}")).expect(200).json();
        assert!(shown["due"].is_string(), "{id}: {shown}");
        for part in ["form", "say", "ask", "write_down"] {
            let lines = shown[part].as_array().map_or(0, Vec::len);
            assert!(lines >= 3, "{id} {part}: {shown}");
        }
    }
}

//! GET /v1/academies and /v1/academies/{academy}

use lanyard::demo::School;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::items;

pub const LIST: Door = Door {
    route: "GET /v1/academies",
    ask: |_| Ask::of("/v1/academies"),
    wrong: Wrong::Stranger,
};

pub const SHOW: Door = Door {
    route: "GET /v1/academies/{academy}",
    ask: |scene| {
        Ask::of(format!(
            "/v1/academies/{}",
            scene.world.academy(School::Oakfield)
        ))
    },
    wrong: Wrong::Refused("nora", 404, "not-found"),
};

#[test]
fn staff_see_their_academy_and_the_trust_sees_all() {
    let scene = scene();
    let names = |by: &str| -> Vec<String> {
        let list = items(&scene.client(by).get("/v1/academies").expect(200));
        list.iter()
            .map(|academy| academy["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("priya"), ["Oakfield Academy"]);
    for name in ["Oakfield Academy", "St Aldhelm's Primary", "The Beacon"] {
        assert!(names("miriam").contains(&name.to_owned()));
    }
}

#[test]
fn an_academy_shows_its_terms() {
    let scene = scene();
    let path = format!("/v1/academies/{}", scene.world.academy(School::Oakfield));
    let shown = scene.client("priya").get(&path).expect(200);
    assert!(shown.header("etag").is_some());
    let academy = shown.json();
    assert_eq!(academy["day_ends"], "15:30");
    assert_eq!(
        academy["terms"][1],
        json!({"first": "2026-11-02", "last": "2026-12-18"})
    );
}

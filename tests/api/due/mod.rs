//! `/v1/due`

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, due_of};

pub const DOORS: &[&Door] = &[&DOOR];

const DOOR: Door = Door {
    route: "GET /v1/due",
    ask: |_| Ask::of("/v1/due"),
    wrong: Wrong::SeesNothing("priya"),
};

#[test]
fn a_head_sees_what_is_due_in_the_academy_whoever_has_it() {
    let scene = scene();
    let helen = scene.client("helen");
    let ruth = scene.world.staff("ruth");
    for kind in ["step", "referral", "action"] {
        assert!(!due_of(&helen, "/v1/due", kind).is_empty(), "{kind}");
    }
    let hers = all(&helen, &format!("/v1/due?owner={ruth}"));
    assert!(!hers.is_empty());
    assert!(hers.iter().all(|row| row["owner_name"] == "Ruth Osei"));
    let before = "2026-11-10T14:06:00Z";
    let now = all(&helen, &format!("/v1/due?before={before}"));
    assert!(
        now.iter()
            .all(|row| row["due_at"].as_str().unwrap() < before)
    );
    assert_eq!(all(&scene.client("grace"), "/v1/due"), [json!(null); 0]);
    let _ = helen.get("/v1/due?before=tomorrow").expect(400);
}

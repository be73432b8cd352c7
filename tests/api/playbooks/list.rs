//! GET /v1/playbooks

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::items;

pub const DOOR: Door = Door {
    route: "GET /v1/playbooks",
    ask: |_| Ask::of("/v1/playbooks"),
    wrong: Wrong::Stranger,
};

#[test]
fn everybody_known_sees_what_is_done_in_which_situation() {
    let scene = scene();
    let listed = items(&scene.client("priya").get("/v1/playbooks").expect(200));
    assert_eq!(listed.len(), 20, "domain.md 4");
    for playbook in &listed {
        assert!(!playbook["source"].as_array().unwrap().is_empty());
        assert!(!playbook["opens_for"].as_array().unwrap().is_empty());
    }
    let bullying = |playbook: &&serde_json::Value| {
        let opens_for = playbook["opens_for"].as_array().unwrap();
        opens_for
            .iter()
            .any(|category| category == "cyber_bullying")
    };
    let proposed: Vec<_> = listed.iter().filter(bullying).collect();
    assert_eq!(proposed.len(), 1, "S01: playbook 5");
    assert_eq!(proposed[0]["id"], "bullying_by_email_or_phone");
}

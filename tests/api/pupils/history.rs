//! GET /v1/pupils/{pupil}/history

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, id_of};

pub const DOOR: Door = Door {
    route: "GET /v1/pupils/{pupil}/history",
    ask: |scene| {
        Ask::of(format!(
            "/v1/pupils/{}/history",
            scene.world.oakfield().amara
        ))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn the_safeguarding_team_sees_every_matter_that_links_a_pupil() {
    let scene = scene();
    let concern = scene.raise();
    let case = scene.open_case();
    let path = format!("/v1/pupils/{}/history", scene.world.oakfield().amara);
    for reader in ["ruth", "callum", "helen", "miriam"] {
        let history = all(&scene.client(reader), &path);
        let item = |matter: String| {
            let found = history.iter().find(|item| item["matter"] == json!(matter));
            found
                .unwrap_or_else(|| panic!("{reader} does not see {matter}"))
                .clone()
        };
        let concern = item(format!("concern-{}", concern.id));
        assert_eq!(concern["state"], "untriaged");
        assert_eq!(concern["parts"], json!(["affected"]));
        assert_eq!(item(format!("case-{}", id_of(&case)))["state"], "open");
    }
    let _ = scene.client("grace").get(&path).expect(404);
}

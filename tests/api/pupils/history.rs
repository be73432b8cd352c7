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

/// What is said of an adult is in the adult's matter, and in no child's history (domain.md 2).
#[test]
fn a_concern_about_an_adult_is_in_no_childs_history() {
    let scene = scene();
    let concern = scene.raise_about_adult(true);
    let path = format!("/v1/pupils/{}/history", scene.world.oakfield().amara);
    for reader in ["helen", "miriam", "ruth"] {
        let history = all(&scene.client(reader), &path);
        let matter = json!(format!("concern-{}", concern.id));
        assert!(
            { history.iter() }.all(|item| item["matter"] != matter),
            "{reader}"
        );
    }
}

//! GET /v1/cases

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{id_of, row};

pub const DOOR: Door = Door {
    route: "GET /v1/cases",
    ask: |_| Ask::of("/v1/cases"),
    wrong: Wrong::SeesNothing("priya"),
};

#[test]
fn readers_find_a_case_by_state_owner_and_academy() {
    let scene = scene();
    let case = scene.open_case();
    let academy = scene.world.academy(lanyard::demo::School::Oakfield);
    let owner = scene.world.staff("ruth");
    for reader in ["ruth", "callum", "helen", "miriam"] {
        let list = format!("/v1/cases?state=open&owner={owner}&academy={academy}");
        let row = row(&scene.client(reader), &list, id_of(&case)).unwrap();
        assert_eq!(row["state"], "open");
        assert_eq!(row["owner_name"], "Ruth Osei");
        assert_eq!(row["category"], "cyber_bullying");
        assert_eq!(row["people"][0]["name"], json!("Amara Example"));
    }
    let helen = scene.world.staff("helen");
    for other in ["state=closed".to_owned(), format!("owner={helen}")] {
        let list = format!("/v1/cases?{other}");
        assert_eq!(row(&scene.client("ruth"), &list, id_of(&case)), None);
    }
    for unseen in ["grace", "omar", "jon", "kit"] {
        assert_eq!(row(&scene.client(unseen), "/v1/cases", id_of(&case)), None);
    }
}

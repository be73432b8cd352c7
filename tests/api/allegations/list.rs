//! GET /v1/allegations

use lanyard::demo::School;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, id_of, row};

/// The safeguarding lead of the academy: adults' matters are not hers.
pub const DOOR: Door = Door {
    route: "GET /v1/allegations",
    ask: |_| Ask::of("/v1/allegations"),
    wrong: Wrong::SeesNothing("ruth"),
};

#[test]
fn the_case_manager_finds_it_by_state_owner_and_academy() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let academy = scene.world.academy(School::Oakfield);
    let owner = scene.world.staff("helen");
    let list = format!("/v1/allegations?state=open&owner={owner}&academy={academy}");
    let shown = row(&helen, &list, id_of(&allegation)).unwrap();
    assert_eq!(shown["state"], "open");
    assert_eq!(shown["owner_name"], "Helen Marsh");
    assert_eq!(shown["category"], "physical_abuse");
    assert_eq!(shown["people"][1]["name"], json!("Priya Nair"));
    for empty in [
        "threshold",
        "outcome",
        "may_appear_in_reference",
        "next_review_on",
    ] {
        assert_eq!(shown[empty], json!(null), "{empty}");
    }
    let grace = scene.world.staff("grace");
    for other in ["state=closed".to_owned(), format!("owner={grace}")] {
        let list = format!("/v1/allegations?{other}");
        assert_eq!(row(&helen, &list, id_of(&allegation)), None);
    }
}

#[test]
fn nobody_to_whom_it_did_not_go_sees_a_row() {
    let scene = scene();
    let allegation = scene.open_allegation();
    for unseen in [
        "priya", "tom", "ruth", "callum", "grace", "miriam", "esther",
    ] {
        let list = all(&scene.client(unseen), "/v1/allegations");
        let ids: Vec<_> = list.iter().map(|row| &row["id"]).collect();
        assert!(!ids.contains(&&json!(id_of(&allegation))), "{unseen}");
    }
    for nothing in ["jon", "kit", "alan", "sunita", "zoe", "iris", "dev"] {
        let rows = all(&scene.client(nothing), "/v1/allegations");
        assert_eq!(rows, [json!(null); 0], "{nothing}");
    }
}

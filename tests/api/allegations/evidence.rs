//! POST and GET /v1/allegations/{allegation}/evidence, POST /v1/allegations/{allegation}/report-illegal

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, attach, chat};

pub const ADD: Door = Door {
    route: "POST /v1/allegations/{allegation}/evidence",
    ask: |scene| Ask::new(format!("{}/evidence", scene.allegation), chat()),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const LIST: Door = Door {
    route: "GET /v1/allegations/{allegation}/evidence",
    ask: |scene| Ask::of(format!("{}/evidence", scene.allegation)),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const REPORT: Door = Door {
    route: "POST /v1/allegations/{allegation}/report-illegal",
    ask: |scene| Ask::of(format!("{}/report-illegal", scene.allegation)),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

#[test]
fn the_evidence_of_an_adults_matter_is_for_its_readers_alone() {
    let scene = scene();
    let (helen, path) = (scene.client("helen"), scene.open_allegation());
    let evidence = attach(&helen, &path, &chat());
    assert_eq!(all(&helen, &format!("{path}/evidence")).len(), 1);
    let _ = helen.get(&format!("{evidence}/file")).expect(200);
    for name in ["ruth", "callum", "priya", "tom"] {
        let by = scene.client(name);
        for address in [evidence.clone(), format!("{evidence}/file")] {
            let _ = by.get(&address).expect(404);
        }
    }
}

#[test]
fn reporting_an_adults_matter_closes_the_childs_side_too() {
    let scene = scene();
    let (helen, ruth, path) = (
        scene.client("helen"),
        scene.client("ruth"),
        scene.open_allegation(),
    );
    let child = json!({
        "pupils": [scene.world.oakfield().amara.to_string()],
        "reason": "Somebody of her own.",
    });
    let opened = helen.change(&path, "child-case", &child).expect(201);
    let case = format!("/v1/cases/{}", opened.field("case"));
    let of_child = attach(&ruth, &case, &chat());
    let _ = helen
        .post(&format!("{path}/report-illegal"), &json!({}))
        .expect(201);
    let refused = ruth.get(&format!("{of_child}/file")).expect(422);
    assert_eq!(refused.problem(), "evidence-unreadable");
    let refused = ruth.post(&format!("{case}/evidence"), &chat()).expect(422);
    assert_eq!(refused.problem(), "illegal-to-hold");
}

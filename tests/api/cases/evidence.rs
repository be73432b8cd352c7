//! POST and GET /v1/cases/{case}/evidence, POST /v1/cases/{case}/report-illegal

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, attach, chat};

pub const ADD: Door = Door {
    route: "POST /v1/cases/{case}/evidence",
    ask: |scene| Ask::new(format!("{}/evidence", scene.case), chat()),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const LIST: Door = Door {
    route: "GET /v1/cases/{case}/evidence",
    ask: |scene| Ask::of(format!("{}/evidence", scene.case)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const REPORT: Door = Door {
    route: "POST /v1/cases/{case}/report-illegal",
    ask: |scene| Ask::of(format!("{}/report-illegal", scene.case)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn reporting_a_case_closes_the_files_of_its_concerns_too() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let concern = scene.raise();
    let of_concern = attach(&priya, &concern.address(), &chat());
    let case = crate::steps::open_case(&ruth, &concern);
    let of_case = attach(&ruth, &case, &chat());
    let note = json!({"note": "One of them may show somebody under 18."});
    let _ = scene
        .client("callum")
        .post(&format!("{case}/report-illegal"), &note)
        .expect(201);
    let listed = all(&ruth, &format!("{case}/evidence"));
    for row in &listed {
        assert_eq!(row["state"], "unreadable");
    }
    assert_eq!(listed.len(), 2);
    for path in [of_concern, of_case] {
        let refused = ruth.get(&format!("{path}/file")).expect(422);
        assert_eq!(refused.problem(), "evidence-unreadable");
    }
    for address in [concern.address(), case] {
        let refused = ruth.post(&format!("{address}/evidence"), &chat());
        assert_eq!(refused.expect(422).problem(), "illegal-to-hold");
    }
}

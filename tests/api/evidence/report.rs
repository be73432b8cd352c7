//! POST /v1/evidence/{evidence}/report-illegal

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{attach, chat};

pub const DOOR: Door = Door {
    route: "POST /v1/evidence/{evidence}/report-illegal",
    ask: |scene| Ask::of(format!("{}/report-illegal", scene.evidence)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn one_press_makes_one_file_unreadable_to_everyone_and_keeps_what_the_police_need() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let (path, other) = (attach(&ruth, &case, &chat()), attach(&ruth, &case, &chat()));
    let before = ruth.get(&path).expect(200).json();
    let note = json!({"note": "It may show somebody under 18."});
    // Without an ETag: nobody has to read anything again first.
    let _ = scene
        .client("callum")
        .post(&format!("{path}/report-illegal"), &note)
        .expect(201);
    for name in ["ruth", "callum", "helen", "miriam"] {
        let refused = scene.client(name).get(&format!("{path}/file")).expect(422);
        assert_eq!(refused.problem(), "evidence-unreadable");
        assert!(refused.field("detail").contains("R6"));
    }
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(
        (&shown["state"], &shown["unreadable_why"]),
        (&json!("unreadable"), &json!("reported"))
    );
    for kept in ["sha256", "name", "bytes", "custody", "reference"] {
        assert_eq!(shown[kept], before[kept], "{kept}");
    }
    // The other file of the case is read as before: only this one was reported.
    let _ = ruth.get(&format!("{other}/file")).expect(200);
    let again = ruth.post(&format!("{path}/report-illegal"), &json!({}));
    let _ = again.expect(200);
}

//! GET /v1/audit/disposals

use lanyard_tests::World;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::steps::{all, attach, chat, etag, id_of, open_case, raise, threats};

pub const DOOR: Door = Door {
    route: "GET /v1/audit/disposals",
    ask: |_| Ask::of("/v1/audit/disposals"),
    wrong: Wrong::Refused("sunita", 403, "forbidden"),
};

#[test]
fn what_was_destroyed_is_listed_by_ids_only() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen, kit) = (
        world.client("ruth"),
        world.client("helen"),
        world.client("kit"),
    );
    let body = threats(&world, world.oakfield().amara);
    let case = open_case(&ruth, &raise(&world.client("priya"), &body));
    let path = attach(&ruth, &case, &chat());
    let letter = json!({"instruction": "Letter of the digital unit of 1 December, CR-20481."});
    let _ = ruth
        .post(&format!("{path}/report-illegal"), &json!({}))
        .expect(201);
    let _ = ruth.change(&path, "destruction", &letter).expect(201);
    assert_eq!(all(&kit, "/v1/audit/disposals"), [json!(null); 0]);
    let agreement = format!("{path}/destruction/agreement");
    let _ = helen
        .post_on(&agreement, &etag(&helen, &path), &json!({}))
        .expect(201);
    let rows = all(&kit, "/v1/audit/disposals");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["stream"], id_of(&path));
    assert!(rows[0]["event"].is_string(), "{rows:?}");
    let text = json!(rows).to_string();
    for content in ["CR-20481", "group chat", "digital"] {
        assert!(!text.contains(content), "{content}");
    }
}

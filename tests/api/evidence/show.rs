//! GET /v1/evidence/{evidence}

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{CHAT, attach, chat, id_of, kinds};

pub const DOOR: Door = Door {
    route: "GET /v1/evidence/{evidence}",
    ask: |scene| Ask::of(scene.evidence.clone()),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn it_says_what_the_file_is_who_took_it_in_where_and_with_whom() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let mut body = chat();
    body["computer"] = json!("Laptop in the safeguarding office");
    body["present"] = json!([scene.world.staff("helen").to_string()]);
    body["made_at"] = json!("2026-11-10T08:12:00Z");
    let path = attach(&ruth, &case, &body);
    let answer = scene.client("callum").get(&path).expect(200);
    assert_eq!(answer.header("etag"), Some("\"0\""));
    let shown = answer.json();
    let digest = Sha256::digest(CHAT);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    for (field, value) in [
        ("matter", json!(format!("case-{}", id_of(&case)))),
        ("state", json!("readable")),
        ("name", json!("group chat.txt")),
        ("media_type", json!("text/plain")),
        ("bytes", json!(CHAT.len())),
        ("sha256", json!(digest)),
        ("captured_by_name", json!("Ruth Osei")),
        ("computer", body["computer"].clone()),
        ("present", body["present"].clone()),
        ("made_at", json!("2026-11-10T08:12:00.000Z")),
    ] {
        assert_eq!(shown[field], value, "{field}");
    }
    assert_eq!(shown["history"][0]["kind"], "evidence.captured");
    assert_eq!(kinds(&ruth, &case).last().unwrap(), "evidence.captured");
}

#[test]
fn whoever_has_a_conflict_in_the_matter_has_it_in_its_evidence() {
    let scene = scene();
    let (ruth, callum, case) = (
        scene.client("ruth"),
        scene.client("callum"),
        scene.open_case(),
    );
    let path = attach(&ruth, &case, &chat());
    let _ = callum.get(&path).expect(200);
    let mark = json!({"staff": scene.world.staff("callum").to_string(), "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    for address in [
        path.clone(),
        format!("{path}/file"),
        format!("{case}/evidence"),
    ] {
        let _ = callum.get(&address).expect(404);
    }
}

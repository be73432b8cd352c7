//! GET /v1/evidence/{evidence}/file

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{CHAT, all, attach, chat, eventually, id_of};

pub const DOOR: Door = Door {
    route: "GET /v1/evidence/{evidence}/file",
    ask: |scene| Ask::of(format!("{}/file", scene.evidence)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn the_file_comes_as_it_was_sent_as_an_attachment_under_a_name_that_says_nothing() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = attach(&ruth, &case, &chat());
    let reference = ruth.get(&path).expect(200).field("reference");
    let file = scene
        .client("helen")
        .get(&format!("{path}/file"))
        .expect(200);
    assert_eq!(file.body, CHAT);
    assert_eq!(file.header("content-type"), Some("text/plain"));
    assert_eq!(
        file.header("content-disposition"),
        Some(format!("attachment; filename=\"{reference}.txt\"").as_str())
    );
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(file.header("cache-control"), Some("no-store"));
}

#[test]
fn every_look_at_a_file_is_in_the_access_log() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = attach(&ruth, &case, &chat());
    let _ = scene
        .client("callum")
        .get(&format!("{path}/file"))
        .expect(200);
    let kit = scene.client("kit");
    let log = format!("/v1/access-log?stream=evidence-{}", id_of(&path));
    let looked = eventually(|| {
        { all(&kit, &log).into_iter() }.find(|look| {
            look["route"] == "GET /v1/evidence/{evidence}/file"
                && look["actor"] == json!(format!("staff:{}", scene.world.staff("callum")))
        })
    });
    assert_eq!(looked["result"], "opened");
}

#[test]
fn a_file_of_many_pieces_comes_back_whole() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    // Several chunks of the seal, and far above what other bodies may hold.
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend((0..2_000_000_u32).flat_map(|n| n.to_le_bytes()));
    let mut body = crate::steps::file("photograph.png", "image/png", &bytes);
    body["description"] = json!("The page of the planner");
    let path = attach(&ruth, &case, &body);
    let file = ruth.get(&format!("{path}/file")).expect(200);
    assert!(file.body == bytes);
    assert_eq!(file.header("content-type"), Some("image/png"));
}

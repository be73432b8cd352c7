//! POST /v1/concerns/{concern}/information

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "POST /v1/concerns/{concern}/information",
    ask: |scene| {
        let path = format!("{}/information", scene.concern.address());
        Ask::new(path, json!({"text": "Two more messages came."}))
    },
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

#[test]
fn whoever_raised_it_and_its_readers_add_to_it_without_a_revision() {
    let scene = scene();
    let concern = scene.raise();
    let path = format!("{}/information", concern.address());
    let added = json!({"text": "She showed me two more.", "childs_words": "It was them again."});
    let answer = scene.client("priya").post(&path, &added).expect(201);
    // Whoever raised it does not learn what else has happened to it.
    assert_eq!(answer.header("etag"), None);
    assert!(!answer.text().contains("two more"));
    let _ = scene
        .client("callum")
        .post(&path, &json!({"text": "Her tutor has seen them too."}))
        .expect(201);
    let shown = scene
        .client("ruth")
        .get(&concern.address())
        .expect(200)
        .json();
    let information = shown["information"].as_array().unwrap();
    assert_eq!(information.len(), 2);
    assert_eq!(information[0]["text"], added["text"]);
    assert_eq!(information[0]["childs_words"], added["childs_words"]);
    assert_eq!(information[0]["by_name"], "Priya Nair");
    assert_eq!(information[1]["by_name"], "Callum Byrne");
    assert_eq!(shown["account"]["text"], scene.body()["account"]);
}

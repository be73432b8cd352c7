//! GET /v1/concerns/{concern}

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::names;

pub const DOOR: Door = Door {
    route: "GET /v1/concerns/{concern}",
    ask: |scene| Ask::of(scene.concern.address()),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

#[test]
fn a_reader_sees_all_of_it_with_its_revision() {
    let scene = scene();
    let concern = scene.raise();
    let answer = scene.client("ruth").get(&concern.address()).expect(200);
    assert_eq!(answer.header("etag"), Some("\"0\""));
    let shown = answer.json();
    let sent = scene.body();
    assert_eq!(shown["view"], "whole");
    for text in ["account", "childs_words", "action_taken"] {
        assert_eq!(shown[text], json!({"text": sent[text]}));
    }
    assert_eq!(shown["place"]["platform"], "a group chat");
    assert_eq!(shown["people"][0]["name"], "Amara Example");
    assert_eq!(shown["people"][0]["role"], "affected");
    assert_eq!(shown["raised_by_name"], "Priya Nair");
}

#[test]
fn whoever_raised_it_sees_its_status_and_no_more() {
    let scene = scene();
    let concern = scene.raise();
    let answer = scene.client("priya").get(&concern.address()).expect(200);
    assert_eq!(answer.header("etag"), None);
    let shown = answer.json();
    assert_eq!(
        (&shown["view"], &shown["status"]),
        (&json!("status"), &json!("received"))
    );
    assert_eq!(
        names(&shown),
        ["academy", "id", "raised_at", "reference", "status", "view"]
    );
}

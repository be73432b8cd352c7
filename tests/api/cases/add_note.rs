//! POST /v1/cases/{case}/notes

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, pointers};

pub const DOOR: Door = Door {
    route: "POST /v1/cases/{case}/notes",
    ask: |scene| {
        let path = format!("{}/notes", scene.case);
        Ask::new(path, json!({"kind": "note", "text": "Spoke to her tutor."}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_note_stands_on_the_timeline_in_the_words_it_was_written() {
    let scene = scene();
    let case = scene.open_case();
    let note = json!({"kind": "childs_wishes", "text": "She wants her tutor told; nobody else."});
    let helen = scene.client("helen");
    let answer = helen.post(&format!("{case}/notes"), &note).expect(201);
    assert!(!answer.text().contains("tutor"));
    let timeline = all(&helen, &format!("{case}/timeline"));
    let entry = timeline.last().unwrap();
    assert_eq!(entry["kind"], "case.note_added");
    assert_eq!(entry["actor_name"], "Helen Marsh");
    assert_eq!(entry["detail"], note);
}

#[test]
fn an_unknown_kind_of_note_is_refused_at_its_place() {
    let scene = scene();
    let note = json!({"kind": "gossip", "text": "…"});
    let answer = scene
        .client("ruth")
        .post(&format!("{}/notes", scene.case), &note);
    assert_eq!(pointers(&answer.expect(422)), ["/kind"]);
}

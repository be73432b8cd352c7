//! POST /v1/concerns/{concern}/corrections

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::etag;

pub const DOOR: Door = Door {
    route: "POST /v1/concerns/{concern}/corrections",
    ask: |scene| {
        let body =
            json!({"kind": "text", "field": "account", "text": "Right.", "reason": "Wrong."});
        Ask::new(format!("{}/corrections", scene.concern.address()), body)
    },
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

#[test]
fn the_right_text_stands_and_the_old_one_stays_struck() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let concern = scene.raise();
    let body = json!({
        "kind": "text",
        "field": "action_taken",
        "text": "Told her not to reply.",
        "reason": "Nothing was said about deleting.",
    });
    let answer = ruth
        .change(&concern.address(), "corrections", &body)
        .expect(201);
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let shown = ruth.get(&concern.address()).expect(200).json();
    assert_eq!(shown["action_taken"]["text"], body["text"]);
    let struck = &shown["action_taken"]["struck"][0];
    assert_eq!(struck["text"], scene.body()["action_taken"]);
    assert_eq!(struck["by_name"], "Ruth Osei");
    assert_eq!(struck["reason"], body["reason"]);
}

#[test]
fn whoever_raised_it_sees_it_but_may_not_correct_it() {
    let scene = scene();
    let concern = scene.raise();
    let tag = etag(&scene.client("ruth"), &concern.address());
    let body = json!({"kind": "text", "field": "account", "text": "Right.", "reason": "Wrong."});
    let path = format!("{}/corrections", concern.address());
    let answer = scene.client("priya").post_on(&path, &tag, &body);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
}

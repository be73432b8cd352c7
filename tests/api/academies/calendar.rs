//! PUT /v1/academies/{academy}/calendar

use lanyard::demo::School;
use serde_json::{Value, json};

use super::open;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{etag, pointers};

pub const DOOR: Door = Door {
    route: "PUT /v1/academies/{academy}/calendar",
    ask: |scene| {
        let oakfield = scene.world.academy(School::Oakfield);
        Ask::new(format!("/v1/academies/{oakfield}/calendar"), autumn())
    },
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

fn autumn() -> Value {
    json!({
        "terms": [
            {"first": "2026-09-02", "last": "2026-10-23"},
            {"first": "2026-11-02", "last": "2026-12-18"},
        ],
        "closed": ["2026-11-27"],
    })
}

#[test]
fn a_calendar_is_put_in_the_place_of_the_one_that_was_read() {
    let scene = scene();
    let miriam = scene.client("miriam");
    let address = open(&scene, "Calendar Academy");
    let path = format!("{address}/calendar");
    let tag = etag(&miriam, &address);
    let put = |body: &Value| miriam.send("PUT", &path, Some(body), &[("if-match", &tag)]);
    let _ = put(&autumn()).expect(200);
    let shown = miriam.get(&address).expect(200).json();
    assert_eq!(shown["terms"], autumn()["terms"]);
    assert_eq!(shown["closed"], autumn()["closed"]);
    let stale = put(&json!({"terms": [{"first": "2026-09-02", "last": "2026-12-18"}]}));
    assert_eq!((stale.status, &*stale.problem()), (412, "stale"));
}

#[test]
fn terms_that_cannot_be_are_refused() {
    let scene = scene();
    let miriam = scene.client("miriam");
    let address = open(&scene, "Muddled Academy");
    let tag = etag(&miriam, &address);
    let body = json!({"terms": [{"first": "2026-12-18", "last": "2026-09-02"}]});
    let path = format!("{address}/calendar");
    let answer = miriam
        .send("PUT", &path, Some(&body), &[("if-match", &tag)])
        .expect(422);
    assert!(
        pointers(&answer)[0].starts_with("/terms/0"),
        "{}",
        answer.text()
    );
}

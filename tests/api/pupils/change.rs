//! PUT /v1/pupils/{pupil}/details

use serde_json::{Value, json};

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::etag;

pub const DOOR: Door = Door {
    route: "PUT /v1/pupils/{pupil}/details",
    ask: |scene| {
        let path = format!("/v1/pupils/{}/details", scene.world.oakfield().another);
        Ask::new(path, details("Renamed"))
    },
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

fn details(surname: &str) -> Value {
    json!({
        "surname": surname,
        "forename": "Peregrine",
        "date_of_birth": "2013-11-02",
        "year_group": 9,
    })
}

#[test]
fn details_are_replaced_on_the_revision_that_was_read() {
    let scene = scene();
    let dev = scene.client("dev");
    let address = register(&scene, 20);
    let path = format!("{address}/details");
    let tag = etag(&dev, &address);
    let body = details("Hawthorn");
    let put = |tag: &str| dev.send("PUT", &path, Some(&body), &[("if-match", tag)]);
    let first = put(&tag).expect(200);
    assert_eq!(first.header("etag"), Some("\"1\""));
    let shown = dev.get(&address).expect(200).json();
    assert_eq!(shown["surname"], "Hawthorn");
    assert_eq!(shown["preferred_forename"], json!(null));
    assert_eq!(
        put(&tag).expect(200).json(),
        first.json(),
        "the same put again"
    );
    let other = details("Blackthorn");
    let stale = dev.send("PUT", &path, Some(&other), &[("if-match", &tag)]);
    assert_eq!((stale.status, &*stale.problem()), (412, "stale"));
    let blind = dev.send("PUT", &path, Some(&other), &[]);
    assert_eq!(
        (blind.status, &*blind.problem()),
        (428, "precondition-required")
    );
}

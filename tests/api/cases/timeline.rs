//! GET /v1/cases/{case}/timeline

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, items, kinds};

pub const DOOR: Door = Door {
    route: "GET /v1/cases/{case}/timeline",
    ask: |scene| Ask::of(format!("{}/timeline", scene.case)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn everything_stands_in_the_order_of_the_record_with_the_names_it_mentions() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let expected = [
        "concern.raised",
        "concern.triaged",
        "case.opened",
        "case.playbook_started",
        "case.playbook_started",
        "referral.needed",
        "case.action_planned",
        "evidence.captured",
    ];
    assert_eq!(kinds(&ruth, &scene.case), expected);
    let page = ruth
        .get(&format!("{}/timeline", scene.case))
        .expect(200)
        .json();
    let names: Vec<_> = page["names"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| &n["name"])
        .collect();
    for name in ["Amara Example", "Tom Hale"] {
        assert!(names.contains(&&json!(name)), "{names:?}");
    }
    assert_eq!(
        page["items"][0]["detail"]["account"],
        scene.body()["account"]
    );
}

#[test]
fn its_pages_follow_each_other() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let whole = all(&ruth, &format!("{}/timeline", scene.case));
    let first = ruth
        .get(&format!("{}/timeline?limit=3", scene.case))
        .expect(200);
    let next = first.field("next");
    let rest = ruth
        .get(&format!("{}/timeline?limit=5&cursor={next}", scene.case))
        .expect(200);
    assert_eq!([items(&first), items(&rest)].concat(), whole);
    assert_eq!(rest.json()["next"], json!(null));
}

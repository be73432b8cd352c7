//! POST /v1/cases/{case}/parents/…

use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{all, pointers};

pub const CONTACT: Door = Door {
    route: "POST /v1/cases/{case}/parents/contacts",
    ask: |scene| Ask::new(format!("{}/parents/contacts", scene.case), told(scene)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const NOT_TOLD: Door = Door {
    route: "POST /v1/cases/{case}/parents/not-told",
    ask: |scene| {
        let body = json!({
            "pupil": scene.world.oakfield().amara.to_string(),
            "reason": "He is alleged to be violent.",
            "review_on": "2026-11-24",
        });
        Ask::new(format!("{}/parents/not-told", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn told(scene: &Scene) -> Value {
    json!({
        "pupil": scene.world.oakfield().amara.to_string(),
        "person": null,
        "contact": "Mother",
        "how": "telephone",
        "summary": "Will keep the phone downstairs at night.",
    })
}

#[test]
fn a_contact_with_parents_stands_on_the_timeline() {
    let scene = scene();
    let case = scene.open_case();
    let ruth = scene.client("ruth");
    let _ = ruth
        .post(&format!("{case}/parents/contacts"), &told(&scene))
        .expect(201);
    let timeline = all(&ruth, &format!("{case}/timeline"));
    let [.., entry, step] = &timeline[..] else {
        panic!("{timeline:?}");
    };
    assert_eq!(entry["kind"], "case.parents_contacted");
    assert_eq!(entry["detail"], told(&scene));
    // She is the only child of the case: the step that asks for it is done.
    assert_eq!(step["kind"], "case.step_done");
}

#[test]
fn only_the_parents_of_a_child_in_the_case_are_told_about_it() {
    let scene = scene();
    let mut body = told(&scene);
    body["pupil"] = json!(scene.world.oakfield().another.to_string());
    let path = format!("{}/parents/contacts", scene.case);
    let answer = scene.client("ruth").post(&path, &body).expect(422);
    assert_eq!(pointers(&answer), ["/pupil"]);
}

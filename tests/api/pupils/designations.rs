//! /v1/pupils/{pupil}/designations

use serde_json::json;

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{NOTHING, pointers};

const UNSEEN: Wrong = Wrong::Refused("priya", 404, "not-found");

fn of_amara(scene: &Scene, rest: &str) -> String {
    format!("/v1/pupils/{}/{rest}", scene.world.oakfield().amara)
}

pub const LIST: Door = Door {
    route: "GET /v1/pupils/{pupil}/designations",
    ask: |scene| Ask::of(of_amara(scene, "designations")),
    wrong: UNSEEN,
};

pub const RECORD: Door = Door {
    route: "POST /v1/pupils/{pupil}/designations",
    ask: |scene| {
        let body = json!({"kind": "young_carer", "from": "2026-09-01"});
        Ask::new(of_amara(scene, "designations"), body)
    },
    wrong: UNSEEN,
};

pub const END: Door = Door {
    route: "POST /v1/pupils/{pupil}/designations/{designation}/end",
    ask: |scene| {
        let path = of_amara(scene, &format!("designations/{NOTHING}/end"));
        Ask::new(path, json!({"to": "2026-11-10"}))
    },
    wrong: UNSEEN,
};

#[test]
fn a_designation_has_a_first_and_a_last_day() {
    let scene = scene();
    let path = format!("{}/designations", register(&scene, 70));
    let (ruth, mis) = (scene.client("ruth"), scene.world.mis("pupils:write"));
    let cared_for = json!({"kind": "looked_after", "from": "2026-09-01"});
    let id = mis.post(&path, &cared_for).expect(201).field("id");
    let ahead = json!({
        "kind": "other", "words": "Service child", "from": "2026-12-01", "to": "2027-12-01",
    });
    let _ = ruth.post(&path, &ahead).expect(201);
    let holds = || {
        let page = ruth.get(&path).expect(200).json();
        let all = page["designations"].as_array().unwrap().clone();
        { all.iter() }
            .map(|it| it["holds"].as_bool().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(holds(), [true, false]);
    let end = format!("{path}/{id}/end");
    let _ = mis.post(&end, &json!({"to": "2026-11-09"})).expect(201);
    assert_eq!(holds(), [false, false]);
    let answer = ruth.post(&end, &json!({"to": "2026-08-31"})).expect(422);
    assert_eq!(pointers(&answer), ["/to"]);
    let unnamed = json!({"kind": "other", "from": "2026-09-01"});
    let answer = ruth.post(&path, &unnamed).expect(422);
    assert_eq!(pointers(&answer), ["/words"]);
}

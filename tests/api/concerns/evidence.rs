//! POST and GET /v1/concerns/{concern}/evidence, POST /v1/concerns/{concern}/report-illegal

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, attach, chat};

pub const ADD: Door = Door {
    route: "POST /v1/concerns/{concern}/evidence",
    ask: |scene| Ask::new(format!("{}/evidence", scene.concern.address()), chat()),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

pub const LIST: Door = Door {
    route: "GET /v1/concerns/{concern}/evidence",
    ask: |scene| Ask::of(format!("{}/evidence", scene.concern.address())),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const REPORT: Door = Door {
    route: "POST /v1/concerns/{concern}/report-illegal",
    ask: |scene| Ask::of(format!("{}/report-illegal", scene.concern.address())),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

#[test]
fn whoever_raised_it_adds_a_file_and_reads_none() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let concern = scene.raise();
    let path = attach(&priya, &concern.address(), &chat());
    for address in [path.clone(), format!("{path}/file")] {
        let _ = priya.get(&address).expect(404);
    }
    let listed = all(&ruth, &format!("{}/evidence", concern.address()));
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["captured_by_name"], "Priya Nair");
}

#[test]
fn whoever_raised_it_may_press_too_and_learns_nothing_else() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let concern = scene.raise();
    let paths = [
        attach(&priya, &concern.address(), &chat()),
        attach(&ruth, &concern.address(), &chat()),
    ];
    let press = format!("{}/report-illegal", concern.address());
    let pressed = priya.post(&press, &json!({})).expect(201);
    assert_eq!(pressed.header("etag"), None);
    for path in paths {
        let refused = ruth.get(&format!("{path}/file")).expect(422);
        assert_eq!(refused.problem(), "evidence-unreadable");
        let shown = ruth.get(&path).expect(200).json();
        assert_eq!(shown["unreadable_why"], "matter_reported");
    }
    let refused = priya
        .post(&format!("{}/evidence", concern.address()), &chat())
        .expect(422);
    assert_eq!(refused.problem(), "illegal-to-hold");
    // Pressing again changes nothing, and is no mistake.
    let _ = ruth.post(&press, &json!({})).expect(201);
}

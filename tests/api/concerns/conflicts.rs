//! POST /v1/concerns/{concern}/conflicts and the steps that follow

use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};

pub const MARK: Door = Door {
    route: "POST /v1/concerns/{concern}/conflicts",
    ask: |scene| Ask::new(path(scene, &scene.concern.address(), ""), mark(scene)),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

pub const CONFIRM: Door = Door {
    route: "POST /v1/concerns/{concern}/conflicts/{staff}/confirm",
    ask: |scene| Ask::of(path(scene, &scene.concern.address(), "/confirm")),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

pub const REVIEW: Door = Door {
    route: "POST /v1/concerns/{concern}/conflicts/{staff}/review",
    ask: |scene| {
        let callum = scene.world.staff("callum");
        let path = format!("{}/conflicts/{callum}/review", scene.concern.address());
        Ask::new(path, json!({"reason": "The statement stands."}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const LIFT: Door = Door {
    route: "POST /v1/concerns/{concern}/conflicts/{staff}/lift",
    ask: |scene| {
        let path = path(scene, &scene.concern.address(), "/lift");
        Ask::new(path, json!({"reason": "It was another Byrne."}))
    },
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

/// The address for marking Callum, or a step that follows.
fn path(scene: &Scene, matter: &str, step: &str) -> String {
    if step.is_empty() {
        return format!("{matter}/conflicts");
    }
    format!("{matter}/conflicts/{}{step}", scene.world.staff("callum"))
}

fn mark(scene: &Scene) -> Value {
    let callum = scene.world.staff("callum").to_string();
    json!({"staff": callum, "reason": "A message names him."})
}

#[test]
fn a_conflict_locks_at_once_and_another_senior_confirms_or_lifts_it() {
    let scene = scene();
    let (ruth, helen, callum) = (
        scene.client("ruth"),
        scene.client("helen"),
        scene.client("callum"),
    );
    let concern = scene.raise();
    let address = concern.address();
    let _ = callum.get(&address).expect(200);
    let marked = ruth
        .post(&path(&scene, &address, ""), &mark(&scene))
        .expect(201);
    assert_eq!(marked.json(), json!({"id": concern.id}));
    assert_eq!(marked.header("etag"), None);
    let _ = callum.get(&address).expect(404);
    let _ = helen
        .post(&path(&scene, &address, "/confirm"), &json!({}))
        .expect(201);
    let _ = callum.get(&address).expect(404);
    // What was confirmed takes two (domain.md 1 rule 4).
    let lift = path(&scene, &address, "/lift");
    let alone = helen.post(&lift, &json!({"reason": "It was another Byrne."}));
    assert_eq!(
        (alone.status, &*alone.problem()),
        (403, "second-person-needed")
    );
    let second = scene.world.staff("ruth").to_string();
    let lifted = json!({"reason": "It was another Byrne.", "second": second});
    let _ = helen.post(&lift, &lifted).expect(201);
    let _ = callum.get(&address).expect(200);
}

#[test]
fn whoever_raised_it_marks_nobody() {
    let scene = scene();
    let path = path(&scene, &scene.concern.address(), "");
    let answer = scene.client("priya").post(&path, &mark(&scene));
    assert!(matches!(answer.status, 403 | 404), "{}", answer.text());
    let _ = scene
        .client("callum")
        .get(&scene.concern.address())
        .expect(200);
}

//! POST /v1/grants/{grant}/end and …/review

use serde_json::json;

use super::give;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const END: Door = Door {
    route: "POST /v1/grants/{grant}/end",
    ask: |scene| {
        let body = json!({"reason": "The inspection ended early."});
        Ask::new(format!("{}/end", scene.grant), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const REVIEW: Door = Door {
    route: "POST /v1/grants/{grant}/review",
    ask: |scene| {
        let body = json!({"finding": "justified", "text": "Nobody could be reached."});
        Ask::new(format!("{}/review", scene.grant), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn taken_back_it_is_over_at_once() {
    let scene = scene();
    let case = scene.open_case();
    let (helen, zoe) = (scene.client("helen"), scene.client("zoe"));
    let grant = give(
        &helen,
        &case,
        scene.world.staff("zoe"),
        "2026-11-12T17:00:00Z",
    );
    let _ = zoe.get(&case).expect(200);
    let end = json!({"reason": "The inspection ended early."});
    let answer = scene.client("sunita").post(&format!("{grant}/end"), &end);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
    let _ = helen.post(&format!("{grant}/end"), &end).expect(201);
    assert_eq!(zoe.get(&case).status, 404);
    let _ = helen.post(&format!("{grant}/end"), &end).expect(200);
    let shown = helen.get(&grant).expect(200).json();
    assert_eq!(shown["ended_reason"], "The inspection ended early.");
}

#[test]
fn what_one_of_the_cases_readers_gave_needs_no_review() {
    let scene = scene();
    let case = scene.open_case();
    let helen = scene.client("helen");
    let grant = give(
        &helen,
        &case,
        scene.world.staff("zoe"),
        "2026-11-12T17:00:00Z",
    );
    let review = json!({"finding": "justified", "text": "Nobody could be reached."});
    let answer = helen.post(&format!("{grant}/review"), &review);
    assert_eq!(
        (answer.status, &*answer.problem()),
        (422, "glass-not-broken")
    );
}

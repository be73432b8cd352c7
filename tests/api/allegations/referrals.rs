//! POST /v1/allegations/{allegation}/referrals

use serde_json::json;

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::scene;
use crate::steps::pointers;

pub const NEED: Door = Door {
    route: "POST /v1/allegations/{allegation}/referrals",
    ask: |scene| {
        let body = json!({"agency": "lado", "reason": "The threshold may be met."});
        ask(scene, "referrals", body)
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

#[test]
fn a_desk_that_there_is_not_is_refused() {
    let scene = scene();
    let path = format!("{}/referrals", scene.allegation);
    let body = json!({"agency": "nobody", "reason": "Why not."});
    let refused = scene.client("helen").post(&path, &body).expect(422);
    assert_eq!(pointers(&refused), ["/agency"]);
}

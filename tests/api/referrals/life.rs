//! POST /v1/referrals/{referral}/owner and …/close

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{due_of, referral};

pub const GIVE: Door = Door {
    route: "POST /v1/referrals/{referral}/owner",
    ask: |scene| {
        let body = json!({"owner": scene.world.staff("helen").to_string()});
        Ask::new(format!("{}/owner", scene.referral), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const CLOSE: Door = Door {
    route: "POST /v1/referrals/{referral}/close",
    ask: |scene| {
        Ask::new(
            format!("{}/close", scene.referral),
            json!({"reason": "Done."}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_referral_given_to_somebody_stands_in_what_they_have_to_do() {
    let scene = scene();
    let (ruth, helen) = (scene.client("ruth"), scene.client("helen"));
    let case = scene.open_case();
    let path = referral(&ruth, &case, "platform");
    let give = json!({"owner": scene.world.staff("helen").to_string(), "reason": "On a course."});
    let _ = ruth.change(&path, "owner", &give).expect(201);
    let id = path.rsplit('/').next().unwrap();
    let mine = due_of(&helen, "/v1/me/actions", "referral");
    assert!(
        mine.iter()
            .any(|row| row["referral"] == id && row["title"] == "platform")
    );
    let hers = due_of(&ruth, "/v1/me/actions", "referral");
    assert!(!hers.iter().any(|row| row["referral"] == id));
}

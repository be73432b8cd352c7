//! POST /v1/cases/{case}/referrals

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, id_of, pointers};

pub const NEED: Door = Door {
    route: "POST /v1/cases/{case}/referrals",
    ask: |scene| {
        let body = json!({"agency": "social_care", "reason": "A third account."});
        Ask::new(format!("{}/referrals", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_referral_that_somebody_decides_on_stands_in_its_desks_queue_with_its_clock() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let body = json!({"agency": "social_care", "reason": "A third account of being left alone."});
    let made = ruth.post(&format!("{case}/referrals"), &body).expect(201);
    let queue = format!("/v1/referrals?agency=social_care&case={}", id_of(&case));
    let rows = all(&ruth, &queue);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["id"], made.json()["id"]);
    assert_eq!(
        (&rows[0]["state"], &rows[0]["next"]),
        (&json!("needed"), &json!("tell"))
    );
    assert_eq!(
        (&rows[0]["due"]["rule"], &rows[0]["due"]["reason"]),
        (&json!("R4"), &json!("at once"))
    );
    assert_eq!(rows[0]["owner_name"], "Ruth Osei");
    assert_eq!(rows[0]["reference"].as_str().map(str::len), Some(8));
}

#[test]
fn a_desk_that_there_is_not_or_that_is_told_of_adults_is_refused() {
    let scene = scene();
    let (ruth, path) = (scene.client("ruth"), format!("{}/referrals", scene.case));
    let need = |agency: &str| ruth.post(&path, &json!({"agency": agency, "reason": "Why not."}));
    assert_eq!(pointers(&need("nobody").expect(422)), ["/agency"]);
    assert_eq!(need("lado").expect(422).problem(), "adult-matter");
}

//! GET /v1/referrals

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, id_of};

pub const DOOR: Door = Door {
    route: "GET /v1/referrals",
    ask: |_| Ask::of("/v1/referrals"),
    wrong: Wrong::SeesNothing("priya"),
};

#[test]
fn the_most_pressing_stands_first_and_filters_narrow_it() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    for agency in ["police", "social_care"] {
        let need = json!({"agency": agency, "reason": "Threats against her life."});
        let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    }
    let of_case = format!("/v1/referrals?case={}", id_of(&case));
    let agencies = |query: &str| -> Vec<String> {
        let rows = all(&ruth, &format!("{of_case}{query}"));
        { rows.iter() }
            .map(|row| row["agency"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(agencies(""), ["police", "social_care", "platform"]);
    assert_eq!(agencies("&agency=police"), ["police"]);
    assert_eq!(agencies("&state=submitted"), [""; 0]);
    assert_eq!(
        agencies("&due_before=2026-11-10T14:06:00Z"),
        ["police", "social_care"]
    );
    let elsewhere = scene.world.academy(lanyard::demo::School::Beacon);
    assert_eq!(agencies(&format!("&academy={elsewhere}")), [""; 0]);
}

#[test]
fn an_unknown_filter_value_is_a_clear_mistake() {
    let scene = scene();
    let ruth = scene.client("ruth");
    for query in [
        "agency=nobody",
        "state=lost",
        "case=x",
        "due_before=soon",
        "disputed=perhaps",
        "colour=red",
    ] {
        let answer = ruth.get(&format!("/v1/referrals?{query}")).expect(400);
        assert_eq!(answer.problem(), "bad-query", "{query}");
    }
}

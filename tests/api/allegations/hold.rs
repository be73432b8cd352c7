//! POST /v1/allegations/{allegation}/hold, …/hold/lift

use serde_json::json;

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::scene;

pub const PLACE: Door = Door {
    route: "POST /v1/allegations/{allegation}/hold",
    ask: |scene| ask(scene, "hold", json!({"reason": "A claim may follow."})),
    // Not even that there is one.
    wrong: Wrong::Refused("sunita", 404, "not-found"),
};

pub const LIFT: Door = Door {
    route: "POST /v1/allegations/{allegation}/hold/lift",
    ask: |scene| {
        let miriam = scene.world.staff("miriam").to_string();
        let body = json!({"reason": "It was withdrawn.", "confirmed_by": miriam});
        ask(scene, "hold/lift", body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn whoever_manages_the_matter_holds_it_and_no_safeguarding_lead_is_the_second() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let hold = json!({"reason": "A claim may follow."});
    let _ = helen.post(&format!("{allegation}/hold"), &hold).expect(201);
    let lift = |confirmed_by: &str| {
        let who = scene.world.staff(confirmed_by).to_string();
        let body = json!({"reason": "It was withdrawn.", "confirmed_by": who});
        helen.post(&format!("{allegation}/hold/lift"), &body)
    };
    for (second, code) in [
        ("helen", "second-person-needed"),
        ("priya", "conflicted"),
        ("ruth", "not-a-senior"),
    ] {
        let answer = lift(second);
        assert_eq!((answer.status, &*answer.problem()), (403, code), "{second}");
    }
    let _ = lift("esther").expect(201);
}

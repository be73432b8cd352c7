//! POST /v1/allegations/{allegation}/governors

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::json;

use super::ask;
use crate::doors::{Door, Wrong};
use crate::steps::{about_adult, all, names, open_allegation, open_case, raise, threats};

pub const TELL: Door = Door {
    route: "POST /v1/allegations/{allegation}/governors",
    ask: |scene| {
        ask(
            scene,
            "governors",
            json!({"reason": "The press has called."}),
        )
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

#[test]
fn governors_cannot_tell_an_adults_matter_from_a_childs_case() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let amara = world.oakfield().amara;
    let concern = raise(&world.client("priya"), &threats(&world, amara));
    let case = open_case(&world.client("ruth"), &concern);
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, amara, adult);
    let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let because = json!({"reason": "The press has called."});
    for path in [&case, &matter] {
        let _ = helen
            .post(&format!("{path}/governors"), &because)
            .expect(201);
    }
    world.remind();
    let mut told = all(&world.client("alan"), "/v1/me/notices");
    told.retain(|row| row["item"] == "serious_incident");
    let [one, other] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(names(one), names(other));
    for field in ["matter", "reference", "level"] {
        assert_eq!(one[field], other[field], "{field}");
    }
}

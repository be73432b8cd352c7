//! S03: Callum Byrne reports a concern about Helen Marsh. It goes to Miriam Adeyemi.

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::steps::{
    NOTHING, about_adult, all, figures, id_of, open_allegation, outcome, raise, row, threshold,
    told,
};

/// All that somebody can list, count or find.
fn everything(by: &Client) -> Value {
    crate::steps::everything(by, &["grabbed", "Helen Marsh", "Amara Example"])
}

#[test]
fn neither_the_headteacher_nor_the_central_team_learns_of_it_by_anything() {
    let world = World::at("2026-11-10T14:05");
    let (helen, jon, miriam) = (
        world.client("helen"),
        world.client("jon"),
        world.client("miriam"),
    );
    let oakfield = world.academy(School::Oakfield);
    let before = everything(&helen);
    let jons = (
        everything(&jon),
        jon.get("/v1/dashboards/trust").expect(200).json(),
    );
    let raised = |by: &Client| figures(by, &oakfield)["raised"].clone();
    let counted = raised(&miriam).as_u64().unwrap_or(0);
    let adult = Some(world.staff("helen"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("callum"), &body);
    let unchanged = || {
        world.remind();
        assert_eq!(everything(&helen), before);
        assert_eq!(everything(&jon), jons.0);
        assert_eq!(jon.get("/v1/dashboards/trust").expect(200).json(), jons.1);
    };
    unchanged();
    assert_eq!(raised(&miriam), counted + 1, "Miriam's figures show it");
    let allegation = open_allegation(&miriam, &concern);
    unchanged();
    // A headteacher's matter goes to the LADO from its opening on, before anybody has decided.
    let queue = all(&miriam, "/v1/referrals?agency=lado");
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0]["due"]["at"], "2026-11-11T17:00:00.000Z");
    let _ = miriam
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    assert_eq!(all(&miriam, "/v1/referrals?agency=lado").len(), 1);
    assert_eq!(all(&helen, "/v1/referrals"), [json!(null); 0]);
    assert_eq!(all(&jon, "/v1/referrals"), [json!(null); 0]);
    unchanged();
    let shown = row(&miriam, "/v1/allegations", id_of(&allegation)).unwrap();
    assert_eq!(shown["owner_name"], "Miriam Adeyemi");
    assert_eq!(shown["people"][1]["name"], "Helen Marsh");
    for (by, path) in [
        (&helen, ""),
        (&helen, "/timeline"),
        (&jon, ""),
        (&jon, "/timeline"),
    ] {
        let denied = by.get(&format!("{allegation}{path}"));
        let absent = by.get(&format!("/v1/allegations/{NOTHING}{path}"));
        assert_eq!(told(&denied), told(&absent));
    }
}

#[test]
fn she_can_be_given_no_part_in_it_and_the_chair_confirms() {
    let world = World::at("2026-11-10T14:05");
    let miriam = world.client("miriam");
    let adult = Some(world.staff("helen"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("callum"), &body);
    let allegation = open_allegation(&miriam, &concern);
    let _ = miriam
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    let helen = world.staff("helen");
    let owner = json!({"owner": helen.to_string(), "reason": "Away."});
    for answer in [
        miriam.change(&allegation, "owner", &owner),
        miriam.change(&allegation, "outcome", &outcome("unfounded", helen)),
    ] {
        assert_eq!((answer.status, &*answer.problem()), (403, "conflicted"));
    }
    let esther = world.staff("esther");
    let _ = miriam
        .change(&allegation, "outcome", &outcome("unfounded", esther))
        .expect(201);
    // Confirming opens the matter to nobody.
    let _ = world.client("esther").get(&allegation).expect(404);
}

/// What may only be a low-level concern waits for the decision, also of a headteacher.
#[test]
fn a_low_level_concern_about_her_stands_in_no_queue_until_it_is_decided() {
    let world = World::at("2026-11-10T14:05");
    let miriam = world.client("miriam");
    let adult = Some(world.staff("helen"));
    let mut body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    body["category"] = json!("low_level_concern_about_an_adult");
    let allegation = open_allegation(&miriam, &raise(&world.client("callum"), &body));
    assert_eq!(all(&miriam, "/v1/referrals"), [json!(null); 0]);
    let decide = |decision: &str| {
        miriam
            .change(&allegation, "threshold", &threshold(decision))
            .expect(201)
    };
    let _ = decide("low_level");
    assert_eq!(all(&miriam, "/v1/referrals"), [json!(null); 0]);
    let _ = decide("may_meet_threshold");
    assert_eq!(all(&miriam, "/v1/referrals?agency=lado").len(), 1);
}

//! S17: at St Aldhelm's Grace Lamb is headteacher and safeguarding lead.

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::steps::{
    NOTHING, about_adult, all, decline_child_case, id_of, open_allegation, outcome, pointers,
    raise, referral_of, row, threshold, told,
};

/// All that somebody can list, count or find.
fn everything(by: &Client) -> Value {
    crate::steps::everything(by, &["grabbed", "Grace Lamb"])
}

fn body(world: &World, adult: &str) -> Value {
    let pupil = world.ridgeway.pupils[&School::StAldhelms][0];
    about_adult(world, School::StAldhelms, pupil, Some(world.staff(adult)))
}

#[test]
fn a_concern_about_her_goes_to_the_trust_lead_though_both_her_roles_would_have_been_told() {
    let world = World::at("2026-11-10T14:05");
    let (grace, nora, miriam) = (
        world.client("grace"),
        world.client("nora"),
        world.client("miriam"),
    );
    let before = everything(&grace);
    let concern = raise(&nora, &body(&world, "grace"));
    assert!(row(&miriam, "/v1/concerns", &concern.id).is_some());
    let allegation = open_allegation(&miriam, &concern);
    assert_eq!(everything(&grace), before);
    // It stands in the LADO's queue by itself, which is Miriam's.
    assert_eq!(all(&miriam, "/v1/referrals?agency=lado").len(), 1);
    assert_eq!(all(&grace, "/v1/referrals"), [json!(null); 0]);
    let denied = grace.get(&allegation);
    let absent = grace.get(&format!("/v1/allegations/{NOTHING}"));
    assert_eq!(told(&denied), told(&absent));
    // Nora raised it, and is told no more than that.
    assert_eq!(row(&nora, "/v1/allegations", id_of(&allegation)), None);
}

#[test]
fn two_people_with_her_twice_is_refused_and_a_second_offered_from_the_trust() {
    let world = World::at("2026-11-10T14:05");
    let grace = world.client("grace");
    // About her deputy: it is hers to manage.
    let concern = raise(&world.client("nora"), &body(&world, "nora"));
    let allegation = open_allegation(&grace, &concern);
    let _ = grace
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    let herself = world.staff("grace");
    let closing = json!({"reason": "Over.", "confirmed_by": herself.to_string()});
    for (verb, body) in [
        ("outcome", outcome("unfounded", herself)),
        ("close", closing),
    ] {
        if verb == "close" {
            let miriam = world.staff("miriam");
            let _ = grace
                .change(&allegation, "outcome", &outcome("unfounded", miriam))
                .expect(201);
            let lado = referral_of(&grace, &allegation, "lado");
            let told = json!({"how": "phone", "missing_reason": "They ring back for the rest."});
            let _ = grace.change(&lado, "submission", &told).expect(201);
            decline_child_case(&grace, &allegation);
        }
        let answer = grace.change(&allegation, verb, &body);
        let met = (answer.status, answer.problem());
        assert_eq!(met, (403, "second-person-needed".to_owned()), "{verb}");
        assert_eq!(pointers(&answer), ["/confirmed_by"]);
        let words = answer.text();
        assert!(
            words.contains("the second person comes from the trust"),
            "{words}"
        );
    }
    let nora = grace.change(
        &allegation,
        "outcome",
        &outcome("false", world.staff("nora")),
    );
    assert_eq!(nora.problem(), "conflicted");
}

/// Her deputy is accused and she manages the matter: the child's side goes to the trust.
#[test]
fn the_childs_side_is_not_hers_while_there_is_somebody_else() {
    let world = World::at("2026-11-10T14:05");
    let grace = world.client("grace");
    let concern = raise(&world.client("nora"), &body(&world, "nora"));
    let allegation = open_allegation(&grace, &concern);
    let pupil = world.ridgeway.pupils[&School::StAldhelms][0].to_string();
    let ask = json!({"pupils": [pupil], "reason": "Somebody of her own."});
    let opened = grace.change(&allegation, "child-case", &ask).expect(201);
    let case = format!("/v1/cases/{}", opened.field("case"));
    let shown = world.client("miriam").get(&case).expect(200).json();
    assert_eq!(shown["owner_name"], "Miriam Adeyemi");
    let _ = world.client("nora").get(&case).expect(404);
}

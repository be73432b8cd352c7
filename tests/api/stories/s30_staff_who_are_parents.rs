//! S30: Callum Byrne is deputy safeguarding lead, and his daughter is a pupil at Oakfield.

use lanyard_tests::{Client, World};
use serde_json::json;

use crate::steps::{
    Concern, NOTHING, all, found, id_of, open_case, pupil, raise, row, threats, told,
};

fn callum_is_a_parent() -> World {
    let world = World::at("2026-11-10T14:05");
    register(&world);
    world
}

fn register(world: &World) {
    let callum = format!("/v1/staff/{}", world.staff("callum"));
    let daughter = pupil(world.oakfield().niamh);
    let body = json!({"person": daughter, "relation": "relative"});
    let _ = world
        .client("helen")
        .change(&callum, "relations", &body)
        .expect(201);
}

#[track_caller]
fn sees_nothing(callum: &Client, concern: &Concern, words: &str) {
    assert_eq!(row(callum, "/v1/concerns", &concern.id), None);
    assert_eq!(found(callum, words), [""; 0]);
    assert_eq!(found(callum, "Niamh Byrne"), [""; 0]);
    for (there, absent) in [
        (concern.address(), format!("/v1/concerns/{NOTHING}")),
        (concern.receipt.clone(), format!("/v1/receipts/{NOTHING}")),
        (
            format!("/log/proofs/{}", id_of(&concern.receipt)),
            format!("/log/proofs/{NOTHING}"),
        ),
    ] {
        let denied = callum.get(&there);
        assert_eq!(denied.status, 404, "{there}");
        assert_eq!(told(&denied), told(&callum.get(&absent)), "{there}");
    }
}

#[test]
fn a_concern_about_his_daughter_is_invisible_to_him_from_its_first_event() {
    let world = callum_is_a_parent();
    let (callum, ruth) = (world.client("callum"), world.client("ruth"));
    let other = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let before = all(&callum, "/v1/concerns");
    assert_eq!(before.len(), 1);
    let mut body = threats(&world, world.oakfield().niamh);
    body["account"] = json!("She was crying about a wimberry.");
    let concern = raise(&world.client("priya"), &body);
    sees_nothing(&callum, &concern, "wimberry");
    assert_eq!(
        all(&callum, "/v1/concerns"),
        before,
        "not even a count changes"
    );
    assert!(row(&ruth, "/v1/concerns", &concern.id).is_some());
    assert!(row(&callum, "/v1/concerns", &other.id).is_some());
    let history = format!("/v1/pupils/{}/history", world.oakfield().niamh);
    let absent = format!("/v1/pupils/{NOTHING}/history");
    assert_eq!(told(&callum.get(&history)), told(&callum.get(&absent)));
    assert_eq!(all(&ruth, &history).len(), 1);
}

#[test]
fn its_case_is_invisible_to_him_too_and_he_can_be_given_no_part_in_it() {
    let world = callum_is_a_parent();
    let (callum, ruth) = (world.client("callum"), world.client("ruth"));
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().niamh),
    );
    let case = open_case(&ruth, &concern);
    sees_nothing(&callum, &concern, "threatening");
    assert_eq!(all(&callum, "/v1/cases"), [json!(null); 0]);
    for path in ["", "/timeline"] {
        let denied = callum.get(&format!("{case}{path}"));
        let absent = callum.get(&format!("/v1/cases/{NOTHING}{path}"));
        assert_eq!(told(&denied), told(&absent));
    }
    let who = world.staff("callum").to_string();
    let owner = json!({"owner": who, "reason": "Ruth is away."});
    let answer = ruth.change(&case, "owner", &owner);
    assert_eq!((answer.status, &*answer.problem()), (403, "conflicted"));
    let closing = json!({"outcome": "resolved_in_school", "reason": "Over.", "leaving_open": "Over.", "confirmed_by": who});
    let answer = ruth.change(&case, "close", &closing);
    assert_eq!((answer.status, &*answer.problem()), (403, "conflicted"));
}

#[test]
fn what_he_saw_before_is_gone_once_the_relation_is_on_the_register() {
    let world = World::at("2026-11-10T14:05");
    let callum = world.client("callum");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().niamh),
    );
    let case = open_case(&world.client("ruth"), &concern);
    let _ = callum.get(&concern.address()).expect(200);
    let _ = callum.get(&case).expect(200);
    register(&world);
    sees_nothing(&callum, &concern, "threatening");
    let _ = callum.get(&case).expect(404);
    assert_eq!(all(&callum, "/v1/cases"), [json!(null); 0]);
}

#[test]
fn a_pupil_linked_later_closes_the_case_to_him() {
    let world = callum_is_a_parent();
    let (callum, ruth) = (world.client("callum"), world.client("ruth"));
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &concern);
    let _ = callum.get(&case).expect(200);
    let link = json!({"person": pupil(world.oakfield().niamh), "role": "witness"});
    let _ = ruth.post(&format!("{case}/people"), &link).expect(201);
    let _ = callum.get(&case).expect(404);
    assert_eq!(row(&callum, "/v1/cases", id_of(&case)), None);
}

#[test]
fn his_own_concern_about_her_gives_him_a_reference_and_then_answers_404() {
    let world = callum_is_a_parent();
    let callum = world.client("callum");
    let mut body = threats(&world, world.oakfield().niamh);
    body["account"] = json!("She told me at home of a wimberry.");
    let concern = raise(&callum, &body);
    assert_eq!(concern.reference.len(), 8);
    sees_nothing(&callum, &concern, "wimberry");
    let path = format!("{}/information", concern.address());
    let added = callum.post(&path, &json!({"text": "And again."}));
    let absent = callum.post(
        &format!("/v1/concerns/{NOTHING}/information"),
        &json!({"text": "And again."}),
    );
    assert_eq!(added.status, 404);
    assert_eq!(told(&added), told(&absent));
    assert!(row(&world.client("ruth"), "/v1/concerns", &concern.id).is_some());
}

#[test]
fn she_stays_on_the_roster_that_he_sees_as_all_staff_do() {
    let world = callum_is_a_parent();
    let niamh = world.oakfield().niamh.to_string();
    assert!(row(&world.client("callum"), "/v1/pupils", &niamh).is_some());
}

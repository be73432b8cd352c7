//! POST /v1/concerns/{concern}/triage

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, id_of, open_case, pointers, raise, triage};

pub const DOOR: Door = Door {
    route: "POST /v1/concerns/{concern}/triage",
    ask: |scene| {
        let body = json!({"decision": {"kind": "no_further_action"}, "reason": "A joke."});
        Ask::new(format!("{}/triage", scene.concern.address()), body)
    },
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

#[test]
fn a_decision_opens_a_case_or_joins_one() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let case = open_case(&ruth, &scene.raise());
    let concern = scene.raise();
    let join = json!({"kind": "add_to_case", "case": id_of(&case)});
    let answer = triage(&ruth, &concern, &join, "The same chat.").expect(201);
    assert_eq!(answer.field("case"), id_of(&case));
    assert!(answer.field("receipt").starts_with("/v1/receipts/"));
    let shown = ruth.get(&case).expect(200).json();
    assert_eq!(shown["concerns"].as_array().unwrap().len(), 2);
    assert_eq!(shown["concerns"][1]["id"], json!(concern.id));
    assert_eq!(shown["concerns"][1]["state"], "in_case");
}

#[test]
fn somebody_else_can_be_given_the_new_case() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let callum = scene.world.staff("callum").to_string();
    let decision = json!({"kind": "open_case", "owner": callum});
    let answer = triage(&ruth, &scene.raise(), &decision, "Callum knows the family.").expect(201);
    let case = format!("/v1/cases/{}", answer.field("case"));
    assert_eq!(ruth.get(&case).expect(200).json()["owner"], json!(callum));
}

#[test]
fn a_decision_without_a_reason_is_refused() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let nothing = json!({"kind": "no_further_action"});
    let answer = triage(&ruth, &scene.raise(), &nothing, " ").expect(422);
    assert_eq!(pointers(&answer), ["/reason"]);
}

#[test]
fn a_case_that_cannot_be_seen_cannot_be_joined() {
    let scene = scene();
    let absent = json!({"kind": "add_to_case", "case": NOTHING});
    let answer = triage(
        &scene.client("ruth"),
        &scene.raise(),
        &absent,
        "The same chat.",
    );
    assert!(matches!(answer.status, 404 | 422), "{}", answer.text());
}

/// domain.md 2: the four Cs with their sub-risks.
#[test]
fn sub_risks_are_recorded_as_reported_and_as_found_at_triage() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let mut body = scene.body();
    body["sub_risks"] = json!(["bullied_online", "no_such"]);
    let wrong = priya.post("/v1/concerns", &body).expect(422);
    assert_eq!(wrong.json()["errors"][0]["code"], "unknown_sub_risk");
    assert_eq!(pointers(&wrong), ["/sub_risks/1"]);
    body["sub_risks"] = json!(["bullied_online"]);
    let concern = raise(&priya, &body);
    let page = ruth.get(&concern.address()).expect(200).json();
    assert_eq!(page["sub_risks"], json!(["bullied_online"]));
    let mut decided = json!({
        "decision": {"kind": "no_further_action"}, "reason": "A joke among friends.",
        "sub_risks": ["ai_made_content", "bullied_online"],
    });
    let _ = { ruth.change(&concern.address(), "triage", &decided) }.expect(201);
    let page = ruth.get(&concern.address()).expect(200).json();
    assert_eq!(page["triage"][0]["sub_risks"], decided["sub_risks"]);
    assert_eq!(
        page["sub_risks"],
        json!(["bullied_online"]),
        "as it was reported"
    );
    decided["decision"] = json!({"kind": "pass_to_head"});
    let passed = ruth.change(&concern.address(), "triage", &decided);
    assert_eq!(
        (passed.status, pointers(&passed)),
        (422, vec!["/sub_risks".to_owned()])
    );
}

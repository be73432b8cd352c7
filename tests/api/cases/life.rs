//! POST /v1/cases/{case}/owner, …/close, …/reopen

use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::pointers;

pub const OWNER: Door = Door {
    route: "POST /v1/cases/{case}/owner",
    ask: |scene| {
        let callum = scene.world.staff("callum").to_string();
        let body = json!({"owner": callum, "reason": "Knows the family."});
        Ask::new(format!("{}/owner", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const CLOSE: Door = Door {
    route: "POST /v1/cases/{case}/close",
    ask: |scene| Ask::new(format!("{}/close", scene.case), closing(scene, "helen")),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const REOPEN: Door = Door {
    route: "POST /v1/cases/{case}/reopen",
    ask: |scene| {
        Ask::new(
            format!("{}/reopen", scene.case),
            json!({"reason": "It began again."}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn closing(scene: &Scene, confirmed_by: &str) -> Value {
    json!({
        "outcome": "resolved_in_school",
        "reason": "No messages in six weeks.",
        "leaving_open": "Taken up in the weekly meetings.",
        "confirmed_by": scene.world.staff(confirmed_by).to_string(),
    })
}

#[test]
fn a_case_changes_hands_is_closed_and_opened_again() {
    let scene = scene();
    let (ruth, callum) = (scene.client("ruth"), scene.client("callum"));
    let case = scene.open_case();
    let handed = json!({"owner": scene.world.staff("callum").to_string(), "reason": "Knows them."});
    let _ = ruth.change(&case, "owner", &handed).expect(201);
    assert_eq!(
        callum.get(&case).expect(200).json()["owner_name"],
        "Callum Byrne"
    );
    let _ = callum
        .change(&case, "close", &closing(&scene, "helen"))
        .expect(201);
    let shown = callum.get(&case).expect(200).json();
    assert_eq!(shown["state"], "closed");
    assert_eq!(shown["outcome"], "resolved_in_school");
    assert_eq!(shown["confirmed_by_name"], "Helen Marsh");
    let note = json!({"kind": "note", "text": "Late."});
    let late = callum.post(&format!("{case}/notes"), &note).expect(422);
    assert_eq!(late.problem(), "case-closed");
    let _ = ruth
        .change(&case, "reopen", &json!({"reason": "It began again."}))
        .expect(201);
    assert_eq!(ruth.get(&case).expect(200).json()["state"], "open");
}

#[test]
fn nobody_confirms_their_own_outcome_and_no_junior_anybodys() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let case = scene.open_case();
    for (confirmed_by, code) in [("ruth", "second-person-needed"), ("tom", "not-a-senior")] {
        let answer = ruth.change(&case, "close", &closing(&scene, confirmed_by));
        assert_eq!((answer.status, &*answer.problem()), (403, code));
        assert_eq!(pointers(&answer), ["/confirmed_by"]);
    }
    assert_eq!(ruth.get(&case).expect(200).json()["state"], "open");
}

#[test]
fn a_case_never_goes_to_somebody_who_may_not_read_it() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let case = scene.open_case();
    for (owner, code) in [("priya", "not-a-senior"), ("grace", "not-a-senior")] {
        let body = json!({"owner": scene.world.staff(owner).to_string(), "reason": "Away."});
        let answer = ruth.change(&case, "owner", &body);
        assert_eq!((answer.status, &*answer.problem()), (403, code), "{owner}");
    }
}

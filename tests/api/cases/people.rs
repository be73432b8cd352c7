//! POST /v1/cases/{case}/people and …/corrections

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, due_of, pointers, pupil};

pub const LINK: Door = Door {
    route: "POST /v1/cases/{case}/people",
    ask: |scene| {
        let another = pupil(scene.world.oakfield().another);
        let body = json!({"person": another, "role": "witness", "reason": "In the same chat."});
        Ask::new(format!("{}/people", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const CORRECT: Door = Door {
    route: "POST /v1/cases/{case}/corrections",
    ask: |scene| {
        let pupils = scene.world.oakfield();
        let (from, to) = (pupil(pupils.amara), pupil(pupils.other_amara));
        let body = json!({"from": from, "to": to, "reason": "Two Amaras."});
        Ask::new(format!("{}/corrections", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_person_is_linked_with_a_part_and_a_wrong_one_replaced() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let case = scene.open_case();
    let pupils = scene.world.oakfield();
    let link = json!({"person": pupil(pupils.amara), "role": "witness", "reason": "In the chat."});
    let again = ruth.post(&format!("{case}/people"), &link).expect(422);
    assert_eq!(pointers(&again), ["/person"]);
    let link = json!({"person": pupil(pupils.another), "role": "witness"});
    let _ = ruth.post(&format!("{case}/people"), &link).expect(201);
    let correction = json!({
        "from": pupil(pupils.another),
        "to": pupil(pupils.other_amara),
        "reason": "It was the other one.",
    });
    let _ = ruth.change(&case, "corrections", &correction).expect(201);
    let shown = ruth.get(&case).expect(200).json();
    let witness = shown["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["role"] == "witness")
        .unwrap();
    assert_eq!(witness["name"], "Amara Sample");
}

#[test]
fn a_measure_of_a_child_who_was_nobody_on_the_register_names_that_child_no_more() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let case = scene.open_case();
    let amara = scene.world.oakfield().amara;
    let measure = json!({
        "pupil": amara.to_string(), "kind": "interim", "text": "No access to the network for now.",
        "from": "2026-11-10", "until": "2026-11-13",
    });
    let taken = ruth.post(&format!("{case}/measures"), &measure);
    let id = taken.expect(201).field("id");
    let due = || {
        let mut rows = due_of(&ruth, "/v1/due", "measure_end");
        rows.retain(|row| row["measure"] == json!(id));
        rows
    };
    assert_eq!(due()[0]["pupil"], json!(amara.to_string()));
    let correction = json!({
        "from": pupil(amara),
        "to": {"kind": "described", "description": "A child of another school"},
        "reason": "She was not there.",
    });
    let _ = ruth.change(&case, "corrections", &correction).expect(201);
    assert_eq!(due().len(), 1);
    assert!(due()[0]["pupil"].is_null());
}

#[test]
fn somebody_on_no_register_is_described_not_named_by_an_id() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let case = scene.open_case();
    let unknown = json!({"person": pupil(NOTHING), "role": "other"});
    let answer = ruth.post(&format!("{case}/people"), &unknown).expect(422);
    assert_eq!(pointers(&answer), ["/person/id"]);
    let described = json!({
        "person": {"kind": "described", "description": "A man in a blue van"},
        "role": "alleged_to_have_done_it",
    });
    let _ = ruth.post(&format!("{case}/people"), &described).expect(201);
    let shown = ruth.get(&case).expect(200).text();
    assert!(shown.contains("A man in a blue van"));
}

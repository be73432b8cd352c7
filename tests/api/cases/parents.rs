//! POST /v1/cases/{case}/parents/…

use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{all, pointers, referral};

pub const CONTACT: Door = Door {
    route: "POST /v1/cases/{case}/parents/contacts",
    ask: |scene| Ask::new(format!("{}/parents/contacts", scene.case), told(scene)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const NOT_TOLD: Door = Door {
    route: "POST /v1/cases/{case}/parents/not-told",
    ask: |scene| {
        let body = json!({
            "pupil": scene.world.oakfield().amara.to_string(),
            "reason": "He is alleged to be violent.",
            "review_on": "2026-11-24",
        });
        Ask::new(format!("{}/parents/not-told", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn told(scene: &Scene) -> Value {
    json!({
        "pupil": scene.world.oakfield().amara.to_string(),
        "person": null,
        "contact": "Mother",
        "how": "telephone",
        "summary": "Will keep the phone downstairs at night.",
        "asked_first": null,
    })
}

#[test]
fn a_contact_with_parents_stands_on_the_timeline() {
    let scene = scene();
    let case = scene.open_case();
    let ruth = scene.client("ruth");
    let _ = ruth
        .post(&format!("{case}/parents/contacts"), &told(&scene))
        .expect(201);
    let timeline = all(&ruth, &format!("{case}/timeline"));
    let [.., entry, step] = &timeline[..] else {
        panic!("{timeline:?}");
    };
    assert_eq!(entry["kind"], "case.parents_contacted");
    assert_eq!(entry["detail"], told(&scene));
    // She is the only child of the case: the step that asks for it is done.
    assert_eq!(step["kind"], "case.step_done");
}

#[test]
fn only_the_parents_of_a_child_in_the_case_are_told_about_it() {
    let scene = scene();
    let mut body = told(&scene);
    body["pupil"] = json!(scene.world.oakfield().another.to_string());
    let path = format!("{}/parents/contacts", scene.case);
    let answer = scene.client("ruth").post(&path, &body).expect(422);
    assert_eq!(pointers(&answer), ["/pupil"]);
}

/// R9: while the police or social care are involved, they are asked before parents are told.
#[test]
fn where_the_police_are_involved_they_are_asked_first_or_it_is_said_why_not() {
    let scene = scene();
    let case = scene.open_case();
    let ruth = scene.client("ruth");
    let path = format!("{case}/parents/contacts");
    let need = json!({"agency": "police", "reason": "A threat to kill."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    let mut body = told(&scene);
    let refused = ruth.post(&path, &body).expect(422);
    assert_eq!(pointers(&refused), ["/asked_first"]);
    body["asked_first"] = json!({"kind": "asked", "desk": "platform", "advice": " "});
    let refused = ruth.post(&path, &body).expect(422);
    let expected = ["/asked_first/desk", "/asked_first/advice"];
    assert_eq!(pointers(&refused), expected);
    for asked in [
        json!({"kind": "not_asked", "reason": "She came to the office by herself."}),
        json!({"kind": "asked", "desk": "police", "advice": "She may be told today."}),
    ] {
        body["asked_first"] = asked.clone();
        let _ = ruth.post(&path, &body).expect(201);
        let timeline = all(&ruth, &format!("{case}/timeline"));
        let last = { timeline.iter().rev() }
            .find(|entry| entry["kind"] == "case.parents_contacted")
            .unwrap();
        assert_eq!(last["detail"]["asked_first"], asked);
    }
    // Once it was decided not to call them, nobody is to be asked.
    let police = referral(&ruth, &case, "police");
    let second = scene.world.staff("callum").to_string();
    let off = json!({"reason": "It was said in a play.", "second": second});
    let _ = ruth.change(&police, "not-made", &off).expect(201);
    let _ = ruth.post(&path, &told(&scene)).expect(201);
}

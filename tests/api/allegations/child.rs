//! POST /v1/allegations/{allegation}/child-case, …/share-name

use serde_json::json;

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::scene;
use crate::steps::{due_of, id_of, pointers, staff};

pub const OPEN: Door = Door {
    route: "POST /v1/allegations/{allegation}/child-case",
    ask: |scene| {
        let pupil = scene.world.oakfield().another.to_string();
        let body = json!({"pupils": [pupil], "reason": "Somebody of her own."});
        ask(scene, "child-case", body)
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const DECLINE: Door = Door {
    route: "POST /v1/allegations/{allegation}/child-case-declined",
    ask: |scene| {
        let body = json!({"reason": "She has a case already."});
        ask(scene, "child-case-declined", body)
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const SHARE: Door = Door {
    route: "POST /v1/allegations/{allegation}/share-name",
    ask: |scene| {
        let person = staff(scene.world.staff("priya"));
        let body = json!({"person": person, "reason": "For the safety plan."});
        ask(scene, "share-name", body)
    },
    wrong: Wrong::Refused("callum", 404, "not-found"),
};

#[test]
fn it_is_about_pupils_of_the_matter_and_opened_once() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let pupils = scene.world.oakfield();
    let ask = |pupil: String| {
        let body = json!({"pupils": [pupil], "reason": "Somebody of her own."});
        helen.change(&allegation, "child-case", &body)
    };
    let other = ask(pupils.another.to_string()).expect(422);
    assert_eq!(pointers(&other), ["/pupils/0"]);
    let opened = ask(pupils.amara.to_string()).expect(201);
    let page = helen.get(&allegation).expect(200).json();
    assert_eq!(
        page["child_cases"],
        json!([{"case": opened.field("case"), "name_shared": false}])
    );
    let again = ask(pupils.amara.to_string());
    assert_eq!((again.status, &*again.problem()), (422, "already-exists"));
}

#[test]
fn no_name_is_shared_where_there_is_no_case() {
    let scene = scene();
    let allegation = scene.open_allegation();
    let person = staff(scene.world.staff("priya"));
    let body = json!({"person": person, "reason": "For the safety plan."});
    let answer = scene
        .client("helen")
        .change(&allegation, "share-name", &body);
    assert_eq!((answer.status, &*answer.problem()), (422, "no-child-case"));
}

#[test]
fn a_corrected_pupil_is_corrected_in_their_case_too() {
    let scene = scene();
    let (helen, ruth) = (scene.client("helen"), scene.client("ruth"));
    let allegation = scene.open_allegation();
    let pupils = scene.world.oakfield();
    let body = json!({"pupils": [pupils.amara.to_string()], "reason": "Somebody of her own."});
    let opened = helen.change(&allegation, "child-case", &body).expect(201);
    let case = format!("/v1/cases/{}", opened.field("case"));
    let (from, to) = (
        crate::steps::pupil(pupils.amara),
        crate::steps::pupil(pupils.other_amara),
    );
    let wrong = json!({"from": from, "to": to, "reason": "Priya Nair teaches both."});
    let _ = helen.change(&allegation, "corrections", &wrong).expect(201);
    let page = ruth.get(&case).expect(200).json();
    assert_eq!(page["people"][0]["name"], "Amara Sample");
    let timeline = ruth.get(&format!("{case}/timeline")).expect(200).text();
    assert!(!timeline.contains("Nair"), "{timeline}");
    // And so is one who was corrected wrongly.
    let back = json!({"from": to, "to": from, "reason": "It was the first one."});
    let _ = helen.change(&allegation, "corrections", &back).expect(201);
    let page = ruth.get(&case).expect(200).json();
    assert_eq!(page["people"][0]["name"], "Amara Example");
}

/// S16: whether a child gets a case of their own is due from the opening on, and is decided either way.
#[test]
fn the_childs_side_is_due_until_it_is_opened_or_decided_against() {
    let scene = scene();
    let helen = scene.client("helen");
    let due = |allegation: &str| {
        let mine = json!(format!("allegation-{}", id_of(allegation)));
        let rows = due_of(&helen, "/v1/me/actions", "allegation_review").into_iter();
        rows.filter(|row| row["matter"] == mine && row["clock"] == "childs_side")
            .map(|row| row["due_at"].clone())
            .collect::<Vec<_>>()
    };
    let today = [json!("2026-11-10T15:30:00.000Z")];
    let opened = scene.open_allegation();
    assert_eq!(due(&opened), today);
    let amara = scene.world.oakfield().amara.to_string();
    let body = json!({"pupils": [amara], "reason": "Somebody of her own."});
    let _ = helen.change(&opened, "child-case", &body).expect(201);
    assert_eq!(due(&opened), [json!(null); 0]);

    let declined = scene.open_allegation();
    assert_eq!(due(&declined), today);
    let silent = json!({"reason": " "});
    let refused = helen.change(&declined, "child-case-declined", &silent);
    assert_eq!(pointers(&refused), ["/reason"]);
    let why = json!({"reason": "She has a case already, and its owner looks after this."});
    let _ = helen
        .change(&declined, "child-case-declined", &why)
        .expect(201);
    assert_eq!(due(&declined), [json!(null); 0]);
    // Another child of whom that was not decided.
    let another = crate::steps::pupil(scene.world.oakfield().another);
    let link = json!({"person": another, "role": "affected"});
    let _ = helen.post(&format!("{declined}/people"), &link).expect(201);
    assert_eq!(due(&declined), today);
}

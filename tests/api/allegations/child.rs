//! POST /v1/allegations/{allegation}/child-case, …/share-name

use serde_json::json;

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::scene;
use crate::steps::{pointers, staff};

pub const OPEN: Door = Door {
    route: "POST /v1/allegations/{allegation}/child-case",
    ask: |scene| {
        let pupil = scene.world.oakfield().another.to_string();
        let body = json!({"pupils": [pupil], "reason": "Somebody of her own."});
        ask(scene, "child-case", body)
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
}

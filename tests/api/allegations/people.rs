//! POST /v1/allegations/{allegation}/people, …/corrections, …/match

use lanyard_tests::Client;
use serde_json::{Value, json};

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{Concern, UNNAMED, id_of, open_allegation, pointers, pupil, row, staff};

pub const LINK: Door = Door {
    route: "POST /v1/allegations/{allegation}/people",
    ask: |scene| {
        let another = pupil(scene.world.oakfield().another);
        ask(
            scene,
            "people",
            json!({"person": another, "role": "witness"}),
        )
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const CORRECT: Door = Door {
    route: "POST /v1/allegations/{allegation}/corrections",
    ask: |scene| {
        let pupils = scene.world.oakfield();
        let (from, to) = (pupil(pupils.another), pupil(pupils.other_amara));
        let body = json!({"from": from, "to": to, "reason": "Named wrongly."});
        ask(scene, "corrections", body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const MATCH: Door = Door {
    route: "POST /v1/allegations/{allegation}/match",
    ask: |scene| ask(scene, "match", found(scene, "priya", None)),
    wrong: Wrong::Refused("callum", 404, "not-found"),
};

fn found(scene: &Scene, who: &str, owner: Option<&str>) -> Value {
    let mut body = json!({
        "description": UNNAMED,
        "staff": scene.world.staff(who).to_string(),
        "reason": "The cover list of that day.",
    });
    if let Some(owner) = owner {
        body["owner"] = json!(scene.world.staff(owner).to_string());
    }
    body
}

/// A matter about somebody whom nobody can name: Helen and Miriam both see it.
fn unnamed(scene: &Scene) -> (Concern, String) {
    let concern = scene.raise_about_adult(false);
    let allegation = open_allegation(&scene.client("helen"), &concern);
    for reader in ["helen", "miriam"] {
        let _ = scene.client(reader).get(&allegation).expect(200);
    }
    (concern, allegation)
}

#[track_caller]
fn sees_nothing(by: &Client, concern: &Concern, allegation: &str) {
    let _ = by.get(allegation).expect(404);
    let _ = by.get(&concern.address()).expect(404);
    assert_eq!(row(by, "/v1/allegations", id_of(allegation)), None);
    assert_eq!(row(by, "/v1/concerns", &concern.id), None);
}

#[test]
fn a_person_is_linked_and_a_wrong_one_corrected() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let pupils = scene.world.oakfield();
    let link = json!({"person": pupil(pupils.another), "role": "witness", "reason": "Saw it."});
    let _ = helen
        .post(&format!("{allegation}/people"), &link)
        .expect(201);
    let (from, to) = (pupil(pupils.another), pupil(pupils.other_amara));
    let body = json!({"from": from, "to": to, "reason": "It was the other one."});
    let _ = helen.change(&allegation, "corrections", &body).expect(201);
    let page = helen.get(&allegation).expect(200).json();
    assert_eq!(page["people"][2]["name"], "Amara Sample");
}

#[test]
fn nobody_is_put_there_for_whom_it_would_go_elsewhere_nor_who_manages_it() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let people = format!("{allegation}/people");
    for (who, code) in [
        ("lena", "route-changes"),
        ("helen", "conflicted"),
        ("iris", "route-changes"),
    ] {
        let person = staff(scene.world.staff(who));
        let link = json!({"person": person, "role": "alleged_to_have_done_it"});
        let answer = helen.post(&people, &link);
        // Lena is headteacher of another academy: an ordinary adult here.
        if who == "lena" {
            assert_eq!(answer.status, 201, "{}", answer.text());
            continue;
        }
        assert_eq!(answer.problem(), code, "{who}");
        assert_eq!(pointers(&answer), ["/person"]);
    }
}

#[test]
fn a_teacher_is_found_and_the_matter_is_the_headteachers_alone() {
    let scene = scene();
    let (concern, allegation) = unnamed(&scene);
    let helen = scene.client("helen");
    let _ = helen
        .change(&allegation, "match", &found(&scene, "priya", None))
        .expect(201);
    let page = helen.get(&allegation).expect(200).json();
    assert_eq!(page["people"][1]["name"], "Priya Nair");
    let _ = scene.client("miriam").get(&allegation).expect(404);
    sees_nothing(&scene.client("priya"), &concern, &allegation);
    let shown = helen.get(&concern.address()).expect(200).json();
    assert_eq!(shown["people"][1]["name"], "Priya Nair");
    assert_eq!(shown["struck_people"][0]["from_name"], UNNAMED);
}

#[test]
fn it_was_the_headteacher_so_she_sees_nothing_of_it_any_more() {
    let scene = scene();
    let (concern, allegation) = unnamed(&scene);
    let (helen, miriam) = (scene.client("helen"), scene.client("miriam"));
    let answer = miriam.change(&allegation, "match", &found(&scene, "helen", None));
    assert_eq!((answer.status, &*answer.problem()), (403, "not-a-senior"));
    assert_eq!(pointers(&answer), ["/owner"]);
    let body = found(&scene, "helen", Some("miriam"));
    let _ = miriam.change(&allegation, "match", &body).expect(201);
    let page = miriam.get(&allegation).expect(200).json();
    assert_eq!(page["owner_name"], "Miriam Adeyemi");
    assert_eq!(page["people"][1]["name"], "Helen Marsh");
    sees_nothing(&helen, &concern, &allegation);
}

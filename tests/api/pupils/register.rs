//! POST /v1/pupils

use serde_json::json;

use super::{new_pupil, register, upn};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::pointers;

pub const DOOR: Door = Door {
    route: "POST /v1/pupils",
    ask: |scene| Ask::new("/v1/pupils", new_pupil(scene, &upn(1))),
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

#[test]
fn a_registered_pupil_is_on_the_roster_as_sent() {
    let scene = scene();
    let address = register(&scene, 2);
    let shown = scene.client("helen").get(&address).expect(200).json();
    let sent = new_pupil(&scene, &upn(2));
    for field in [
        "academy",
        "surname",
        "forename",
        "preferred_forename",
        "date_of_birth",
        "upn",
    ] {
        assert_eq!(shown[field], sent[field], "{field}");
    }
    assert_eq!(shown["left_on"], json!(null));
}

#[test]
fn a_teacher_sees_names_and_year_groups_but_neither_birthdays_nor_numbers() {
    let scene = scene();
    let address = register(&scene, 4);
    let shown = scene.client("priya").get(&address).expect(200).json();
    let sent = new_pupil(&scene, &upn(4));
    for field in ["academy", "surname", "forename", "year_group"] {
        assert_eq!(shown[field], sent[field], "{field}");
    }
    for field in ["date_of_birth", "upn", "mis_id"] {
        assert_eq!(shown[field], json!(null), "{field}");
    }
}

#[test]
fn the_school_system_registers_pupils_where_its_scope_allows() {
    let scene = scene();
    let pupil = new_pupil(&scene, &upn(3));
    let _ = scene
        .world
        .mis("pupils:write")
        .post("/v1/pupils", &pupil)
        .expect(201);
    let answer = scene.world.mis("pupils:read").post("/v1/pupils", &pupil);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
}

#[test]
fn a_wrong_check_letter_is_refused_at_its_place() {
    let scene = scene();
    let right = upn(4);
    let wrong = if right.starts_with('A') { "B" } else { "A" };
    let pupil = new_pupil(&scene, &format!("{wrong}{}", &right[1..]));
    let answer = scene.client("dev").post("/v1/pupils", &pupil).expect(422);
    assert_eq!(pointers(&answer), ["/upn"]);
    assert_eq!(answer.json()["errors"][0]["code"], "bad_upn");
}

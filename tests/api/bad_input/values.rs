//! Values of the right shape that cannot be: too long, unknown, of the wrong academy.

use lanyard::demo::School;
use serde_json::{Value, json};

use super::{concern, is_refused};
use crate::pupils::new_pupil;
use crate::scene::scene;
use crate::steps::{NOTHING, at, id_of, pointers, pupil, raise, staff, threats, triage};

#[test]
fn over_long_and_empty_texts_are_refused_and_the_longest_is_taken() {
    let scene = scene();
    let long = |chars: usize| json!("é".repeat(chars));
    for (place, chars) in [
        ("/account", 20_000),
        ("/childs_words", 5_000),
        ("/action_taken", 5_000),
        ("/place/platform", 200),
    ] {
        let set = |body: &mut Value, value: Value| *body.pointer_mut(place).unwrap() = value;
        let answer = concern(&scene, |body| set(body, long(chars + 1)));
        is_refused(&answer, 422, "invalid-body", &[place]);
        assert_eq!(answer.json()["errors"][0]["code"], "text_too_long");
        let _ = concern(&scene, |body| set(body, long(chars))).expect(201);
        let answer = concern(&scene, |body| set(body, json!("a\u{0}b")));
        is_refused(&answer, 422, "invalid-body", &[place]);
        let answer = concern(&scene, |body| set(body, json!(" \t")));
        is_refused(&answer, 422, "invalid-body", &[place]);
    }
    let many = json!(vec![scene.body()["people"][0].clone(); 51]);
    let answer = concern(&scene, |body| body["people"] = many.clone());
    assert!(pointers(&answer.expect(422)).contains(&"/people".to_owned()));
}

/// domain.md 2: passwords are refused, wherever somebody writes, and are not in the answer either.
#[test]
fn a_password_is_kept_nowhere_and_talk_of_one_is_taken() {
    let scene = scene();
    for place in ["/account", "/childs_words", "/action_taken"] {
        let set = |body: &mut Value, text: &str| *body.pointer_mut(place).unwrap() = json!(text);
        let answer = concern(&scene, |body| set(body, "Her password: fox1902, she says."));
        is_refused(&answer, 422, "invalid-body", &[place]);
        assert_eq!(answer.json()["errors"][0]["code"], "text_holds_password");
        assert!(!answer.text().contains("fox1902"), "{}", answer.text());
        let _ = concern(&scene, |body| {
            set(body, "The whole class knows her password.")
        })
        .expect(201);
    }
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let note = json!({"kind": "note", "text": "The PIN is 4411."});
    let refused = ruth.post(&format!("{case}/notes"), &note);
    is_refused(&refused, 422, "invalid-body", &["/text"]);
}

#[test]
fn unknown_ids_and_words_are_refused_at_their_place() {
    let scene = scene();
    for (place, value, pointer) in [
        ("/category", json!("gossip"), "/category"),
        ("/people/0/person", pupil(NOTHING), "/people/0/person/id"),
        ("/people/0/person", staff(NOTHING), "/people/0/person/id"),
    ] {
        let answer = concern(&scene, |body| {
            *body.pointer_mut(place).unwrap() = value.clone()
        });
        is_refused(&answer, 422, "invalid-body", &[pointer]);
    }
    let answer = concern(&scene, |body| {
        body["body_map"] = json!([{"region": "soul", "side": "front", "description": "A mark."}]);
    });
    is_refused(&answer, 422, "invalid-body", &["/body_map/0/region"]);
    let answer = concern(&scene, |body| body["academy"] = json!(NOTHING));
    is_refused(&answer, 403, "forbidden", &[]);
    let mut nowhere = scene.body();
    nowhere["academy"] = json!(NOTHING);
    let answer = scene.client("miriam").post("/v1/concerns", &nowhere);
    assert!(matches!(answer.status, 404 | 422), "{}", answer.text());
    let answer = concern(&scene, |body| {
        body["late_entry"] = json!("2027-01-01T09:00:00Z")
    });
    is_refused(&answer, 422, "invalid-body", &["/late_entry"]);
    assert!(at(&json!("2027-01-01T09:00:00Z")) > lanyard_tests::moment("2026-11-10T14:05"));
}

#[test]
fn a_unique_pupil_number_with_a_wrong_check_letter_is_refused() {
    let scene = scene();
    let dev = scene.client("dev");
    for upn in [
        "B801200001001",
        "H80120000100",
        "H8012000010011",
        "h801200001001",
        "I801200001001",
    ] {
        let mut body = new_pupil(&scene, upn);
        body["surname"] = json!("Wrongletter");
        let answer = dev.post("/v1/pupils", &body);
        is_refused(&answer, 422, "invalid-body", &["/upn"]);
    }
    let found = dev.post("/v1/pupils/search", &json!({"name": "Wrongletter"}));
    assert_eq!(found.expect(200).json()["items"], json!([]));
}

#[test]
fn the_wrong_academy_is_refused() {
    let scene = scene();
    let world = &scene.world;
    let beacon = world.academy(School::Beacon);
    let answer = concern(&scene, |body| body["academy"] = json!(beacon));
    is_refused(&answer, 403, "forbidden", &[]);
    let at_oakfield = world.mis_of(&[School::Oakfield], "concerns:write pupils:write");
    let mut body = scene.body();
    body["reporter"] = json!({"kind": "anonymous"});
    let _ = at_oakfield.post("/v1/concerns", &body).expect(201);
    body["academy"] = json!(beacon);
    is_refused(
        &at_oakfield.post("/v1/concerns", &body),
        403,
        "forbidden",
        &[],
    );
    // Miriam sees both academies: what belongs to one still does not join the other.
    let mut theirs = threats(world, world.oakfield().amara);
    theirs["academy"] = json!(beacon);
    let miriam = scene.client("miriam");
    let concern = raise(&miriam, &theirs);
    let join = json!({"kind": "add_to_case", "case": id_of(&scene.case)});
    let answer = triage(&miriam, &concern, &join, "The same chat.");
    is_refused(&answer, 422, "case-of-another-academy", &["/decision/case"]);
}

//! POST /v1/allegations/{allegation}/notes, …/consultations, …/enquiries

use serde_json::{Value, json};

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::scene;
use crate::steps::{kinds, pointers};

pub const NOTE: Door = Door {
    route: "POST /v1/allegations/{allegation}/notes",
    ask: |scene| {
        ask(
            scene,
            "notes",
            json!({"text": "Asked for the camera's pictures."}),
        )
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const CONSULTATION: Door = Door {
    route: "POST /v1/allegations/{allegation}/consultations",
    ask: |scene| ask(scene, "consultations", advice()),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const ENQUIRY: Door = Door {
    route: "POST /v1/allegations/{allegation}/enquiries",
    ask: |scene| ask(scene, "enquiries", enquiry()),
    wrong: Wrong::Refused("zoe", 404, "not-found"),
};

fn advice() -> Value {
    json!({"with": "lado", "adviser": "The duty officer", "advice": "Refer today."})
}

fn enquiry() -> Value {
    json!({"looked_at": "The timetable.", "found": "Two assistants were in the room."})
}

#[test]
fn notes_advice_and_enquiries_stand_in_the_timeline() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    for (verb, body) in [
        ("notes", json!({"text": "Asked for the camera's pictures."})),
        ("consultations", advice()),
        ("enquiries", enquiry()),
    ] {
        let _ = helen
            .post(&format!("{allegation}/{verb}"), &body)
            .expect(201);
    }
    let expected = [
        "allegation.note_added",
        "allegation.consulted",
        "allegation.enquiry_noted",
    ];
    let mut kinds = kinds(&helen, &allegation).split_off(3);
    kinds.retain(|kind| kind != "allegation.decision_due");
    assert_eq!(kinds, expected);
}

#[test]
fn they_say_something() {
    let scene = scene();
    let helen = scene.client("helen");
    for (verb, body, place) in [
        ("notes", json!({"text": " "}), "/text"),
        (
            "consultations",
            json!({"with": "hr", "advice": ""}),
            "/advice",
        ),
        (
            "enquiries",
            json!({"looked_at": "The register.", "found": ""}),
            "/found",
        ),
    ] {
        let path = format!("{}/{verb}", scene.allegation);
        let answer = helen.post(&path, &body).expect(422);
        assert_eq!(pointers(&answer), [place]);
    }
}

//! Matters about adults: allegations, low-level concerns.

use lanyard_tests::World;
use serde_json::{Value, json};

use lanyard::demo::School;

use super::row_of;
use crate::steps::{about_adult, open_allegation, outcome, raise, threshold};

/// A matter about Priya that Helen closed; its address.
#[track_caller]
fn closed(world: &World, decision: &str, word: Option<&str>) -> String {
    let helen = world.client("helen");
    let pupil = world.oakfield().another;
    let body = about_adult(world, School::Oakfield, pupil, Some(world.staff("priya")));
    let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let _ = helen
        .change(&matter, "threshold", &threshold(decision))
        .expect(201);
    let miriam = world.staff("miriam");
    if let Some(word) = word {
        let _ = helen
            .change(&matter, "outcome", &outcome(word, miriam))
            .expect(201);
    }
    let closing = json!({
        "reason": "Everybody has been told.",
        "leaving_open": "Nothing is left to do.",
        "confirmed_by": miriam.to_string(),
    });
    let _ = helen.change(&matter, "close", &closing).expect(201);
    matter
}

#[track_caller]
fn shown(world: &World, matter: &str) -> Value {
    row_of(&world.client("helen"), "", matter).unwrap()
}

#[test]
fn an_allegation_is_kept_to_pension_age_and_says_that_the_date_of_birth_is_missing() {
    let world = World::at("2026-11-10T14:05");
    for (word, leaves) in [
        ("false", true),
        ("malicious", true),
        ("unfounded", false),
        ("substantiated", false),
    ] {
        let matter = closed(&world, "may_meet_threshold", Some(word));
        let row = shown(&world, &matter);
        assert_eq!(row["kind"], "allegation", "{word}");
        // Eighteen in 2026, and 68 fifty years on.
        assert_eq!(row["due_on"], "2076-11-10", "{word}");
        assert_eq!(row["leaves_personnel_file"], leaves, "{word}");
        let reason = row["reason"].as_str().unwrap();
        assert!(reason.contains("pension age of 68"), "{reason}");
        assert!(reason.ends_with("date of birth is missing"), "{reason}");
    }
    let helen = world.client("helen");
    let only = crate::steps::all(&helen, "/v1/retention?kind=allegation");
    assert_eq!(only.len(), 4);
    let none = crate::steps::all(&helen, "/v1/retention?kind=low_level_concern");
    assert_eq!(none, [json!(null); 0]);
}

#[test]
fn a_low_level_concern_waits_until_they_leave() {
    let world = World::at("2026-11-10T14:05");
    let matter = closed(&world, "low_level", None);
    let waiting = shown(&world, &matter);
    assert_eq!(waiting["kind"], "low_level_concern");
    assert_eq!(waiting["due_on"], json!(null));
    assert_eq!(waiting["reason"], "kept at least until the adult leaves");
    let priya = format!("/v1/staff/{}", world.staff("priya"));
    let left = json!({"on": "2026-12-18"});
    world.now("2026-12-18T18:00");
    let _ = { world.client("helen") }
        .change(&priya, "end", &left)
        .expect(201);
    assert_eq!(shown(&world, &matter)["due_on"], "2026-12-18");
    let hold = json!({"reason": "A claim may follow."});
    let _ = { world.client("helen") }
        .post(&format!("{matter}/hold"), &hold)
        .expect(201);
    let held = shown(&world, &matter);
    assert_eq!(
        (&held["held"], &held["due_on"]),
        (&json!(true), &json!(null))
    );
}

/// Adults' matters are known to those to whom they went, and to nobody else.
#[test]
fn nobody_else_is_told_that_there_is_one() {
    let world = World::at("2026-11-10T14:05");
    let matter = closed(&world, "low_level", None);
    assert!(row_of(&world.client("helen"), "", &matter).is_some());
    for name in [
        "sunita", "ruth", "callum", "miriam", "esther", "priya", "grace", "jon", "kit", "zoe",
    ] {
        let found = row_of(&world.client(name), "", &matter);
        assert_eq!(found, None, "{name}");
    }
}

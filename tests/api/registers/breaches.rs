//! R10: breaches and lost equipment. SIRO and DPO are told at once, and nobody waits for the ICO.

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use super::{add, make, state};
use crate::steps::items;

fn breach(world: &World) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "known_at": "2026-11-10T13:00:00Z",
            "what": "lost",
            "facts": "A folder of year 8 was left on the train.",
            "data_kinds": ["contact_details"],
            "whose": ["pupils"],
            "protection": "none",
            "danger": "no",
        },
    })
}

pub(super) fn laptop(world: &World) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "what": "laptop",
            "item": "Asset 1183, grey",
            "how": "lost",
            "missed_at": "2026-11-10T13:00:00Z",
            "where": "On the bus",
            "encrypted": "not_known",
            "personal_data": "not_known",
        },
    })
}

/// What somebody was told of, of one matter.
#[track_caller]
fn notices(world: &World, who: &str, entry: &str) -> Vec<String> {
    let id = entry.rsplit('/').next().unwrap();
    let notices = items(&world.client(who).get("/v1/me/notices").expect(200));
    { notices.iter() }
        .filter(|it| it["matter"].as_str().unwrap().ends_with(id))
        .map(|it| it["item"].as_str().unwrap().to_owned())
        .collect()
}

/// The clocks of an entry that run.
#[track_caller]
fn clocks(world: &World, who: &str, entry: &str) -> Vec<String> {
    let shown = world.client(who).get(entry).expect(200).json();
    { shown["due"].as_array().unwrap().iter() }
        .map(|it| it["clock"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_breach_is_told_to_siro_and_dpo_at_once_and_to_each_once() {
    let world = World::at("2026-11-10T14:05");
    let entry = add(&world.client("priya"), "breaches", &breach(&world));
    for _again in 0..2 {
        world.remind();
        for told in ["owen", "sunita"] {
            assert_eq!(notices(&world, told, &entry), ["clock at_once"], "{told}");
        }
    }
    for not_told in ["priya", "tom", "helen"] {
        assert_eq!(notices(&world, not_told, &entry), [""; 0], "{not_told}");
    }
}

#[test]
fn lost_equipment_is_told_to_it_siro_and_dpo_at_once() {
    let world = World::at("2026-11-10T14:05");
    let entry = add(&world.client("priya"), "lost_equipment", &laptop(&world));
    world.remind();
    for told in ["dev", "owen", "sunita"] {
        assert_eq!(notices(&world, told, &entry), ["clock shut_off"], "{told}");
    }
}

#[test]
fn people_are_told_before_the_ico_which_is_told_all_the_same() {
    let world = World::at("2026-11-10T14:05");
    let (owen, sunita) = (world.client("owen"), world.client("sunita"));
    let entry = add(&world.client("priya"), "breaches", &breach(&world));
    let told = json!({
        "high_risk": "yes",
        "people_told_at": "2026-11-10T14:00:00Z",
        "people_told_how": "The parents of year 8, by telephone.",
    });
    let _ = make(&owen, &entry, "tell_people_first", &told).expect(201);
    assert_eq!(state(&owen, &entry), "people_told_first");
    // The ICO's clock runs on, and the entry is not closed without it.
    assert_eq!(clocks(&world, "owen", &entry), ["advice", "ico"]);
    let end = json!({"contained": "Nothing to be done.", "others_told": "The head.", "lesson": "Lock bags."});
    let refused = make(&sunita, &entry, "close", &end).expect(422);
    assert_eq!(refused.problem(), "move-not-offered");
    let ico = json!({
        "ico_reference": "IC-118",
        "reported_at": "2026-11-10T14:05:00Z",
        "late_reason": "in time",
    });
    let _ = make(&owen, &entry, "tell_ico_too", &ico).expect(201);
    assert_eq!(state(&owen, &entry), "people_told");
    assert_eq!(clocks(&world, "owen", &entry), [""; 0]);
    let _ = make(&sunita, &entry, "close", &end).expect(201);
}

#[test]
fn after_the_people_were_told_not_telling_the_ico_still_takes_advice_and_two() {
    let world = World::at("2026-11-10T14:05");
    let (owen, sunita) = (world.client("owen"), world.client("sunita"));
    let entry = add(&world.client("priya"), "breaches", &breach(&world));
    let told = json!({
        "high_risk": "no",
        "people_told_at": "2026-11-10T14:00:00Z",
        "people_told_how": "The parents of year 8, by telephone.",
    });
    let _ = make(&owen, &entry, "tell_people_first", &told).expect(201);
    let reasons = json!({"contained": "Handed in unopened.", "no_report_reason": "Nobody saw it."});
    let refused = make(&owen, &entry, "do_not_tell_ico_too", &reasons).expect(422);
    assert_eq!(refused.problem(), "move-not-offered");
    let advice =
        json!({"likelihood": "unlikely", "severity": "slight", "dpo_advice": "Not to report."});
    let _ = make(&sunita, &entry, "advise_on_ico", &advice).expect(201);
    let _ = make(&owen, &entry, "do_not_tell_ico_too", &reasons).expect(201);
    assert_eq!(state(&owen, &entry), "only_people_told");
    assert_eq!(clocks(&world, "owen", &entry), [""; 0]);
}

#[test]
fn people_who_were_told_are_not_to_be_told_again_once_the_ico_is() {
    let world = World::at("2026-11-10T14:05");
    let (owen, sunita) = (world.client("owen"), world.client("sunita"));
    let told = json!({
        "high_risk": "yes",
        "people_told_at": "2026-11-10T14:00:00Z",
        "people_told_how": "The parents of year 8, by telephone.",
    });
    let advice = json!({"likelihood": "likely", "severity": "serious", "dpo_advice": "To report."});
    let reasons = json!({"contained": "Handed in unopened.", "no_report_reason": "Nobody saw it."});
    let ico = json!({
        "ico_reference": "IC-118",
        "reported_at": "2026-11-10T14:05:00Z",
        "late_reason": "in time",
    });
    for after_all in [false, true] {
        let entry = add(&world.client("priya"), "breaches", &breach(&world));
        let _ = make(&owen, &entry, "tell_people_first", &told).expect(201);
        let _ = make(&sunita, &entry, "advise_on_ico", &advice).expect(201);
        assert_eq!(clocks(&world, "owen", &entry), ["ico"]);
        if after_all {
            let _ = make(&owen, &entry, "do_not_tell_ico_too", &reasons).expect(201);
        }
        let _ = make(&owen, &entry, "tell_ico_too", &ico).expect(201);
        assert_eq!(state(&owen, &entry), "people_told");
        assert_eq!(clocks(&world, "owen", &entry), [""; 0]);
    }
}

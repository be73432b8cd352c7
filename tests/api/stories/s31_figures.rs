//! S31: on the morning of the inspection Ruth prints, without names, a year's referrals with times to act,
//! allegations and low-level concerns as figures, filter reviews, training and reasoned decisions not to refer.

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use crate::dashboards::inspection::{inspected, page};
use crate::registers;
use crate::steps::{
    about_adult, id_of, open_allegation, open_case, raise, referral, staff, threats, threshold,
    triage,
};

const NOT_REFERRED: &str = "First worry of its kind; the tutor watches.";

/// A year of Oakfield, most of it in October.
fn year() -> World {
    let world = World::at("2026-10-05T10:00");
    let (priya, ruth, helen) = (
        world.client("priya"),
        world.client("ruth"),
        world.client("helen"),
    );
    let concern = || raise(&priya, &threats(&world, world.oakfield().amara));
    // One case with two desks: one told after 90 minutes, one not made after all.
    let case = open_case(&ruth, &concern());
    let need = json!({"agency": "social_care", "reason": "Afraid to go home."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    world.now("2026-10-05T11:30");
    let told = json!({"how": "phone", "spoken_to": "The duty social worker"});
    let _ =
        { ruth.change(&referral(&ruth, &case, "social_care"), "submission", &told) }.expect(201);
    let platform = referral(&ruth, &case, "platform");
    let reason = json!({"reason": "The group was deleted by its owner."});
    let _ = ruth.change(&platform, "not-made", &reason).expect(201);
    // Watched, and nothing further: both are decisions not to refer.
    let watch = json!({"kind": "monitor", "review_in_school_days": 10});
    let _ = triage(&ruth, &concern(), &watch, NOT_REFERRED).expect(201);
    let nothing = json!({"kind": "no_further_action"});
    let _ = triage(&ruth, &concern(), &nothing, NOT_REFERRED).expect(201);
    // Six low-level concerns and one allegation.
    for decision in ["low_level"; 6].into_iter().chain(["may_meet_threshold"]) {
        let pupil = world.oakfield().another;
        let body = about_adult(&world, School::Oakfield, pupil, Some(world.staff("priya")));
        let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
        // The allegation stands in the LADO's queue by itself (R3).
        let _ = helen
            .change(&matter, "threshold", &threshold(decision))
            .expect(201);
    }
    // A change of the filter, and training that is still to do.
    world.now("2026-11-11T09:00");
    let _ = registers::add(
        &world.client("dev"),
        "filter_changes",
        &registers::block(&world),
    );
    let training = json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "trainee": staff(world.staff("priya")),
            "course": "kcsie_part_one",
            "edition": "KCSIE 2026",
            "do_by": "2026-11-30",
        },
    });
    let _ = registers::add(&ruth, "training", &training);
    world.now("2026-11-17T10:00");
    world
}

fn desk<'a>(figures: &'a Value, name: &str) -> &'a Value {
    let desks = figures["referrals"].as_array().unwrap();
    { desks.iter() }
        .find(|desk| desk["desk"] == name)
        .unwrap_or_else(|| panic!("no {name}: {figures}"))
}

#[test]
fn ruth_has_the_years_figures_and_the_head_the_exact_ones_about_adults() {
    let world = year();
    let figures = inspected(&world, &world.client("ruth"));
    assert_eq!(
        (&figures["from"], &figures["to"]),
        (&json!("2025-11-17"), &json!("2026-11-17"))
    );
    assert_eq!(figures["concerns"]["raised"], 3);
    assert_eq!(figures["cases"], json!({"opened": 1, "closed": 0}));
    let social_care = desk(&figures, "social_care");
    for (what, number) in [
        ("needed", 1),
        ("told", 1),
        // At once, it should have been (R4).
        ("told_in_time", 0),
        ("answered", 0),
        ("minutes_to_tell_median", 90),
    ] {
        assert_eq!(social_care[what], number, "{what}");
    }
    assert_eq!(desk(&figures, "platform")["told"], 0);
    assert_eq!(
        figures["not_referred"],
        json!({"monitored": 1, "no_further_action": 1, "referrals_not_made": 1})
    );
    // The LADO's desk is the head's: no figure of Ruth's shows that there is something there.
    let desks = figures["referrals"].as_array().unwrap();
    assert!(desks.iter().all(|desk| desk["desk"] != "lado"), "{desks:?}");
    let adults = &figures["adults"];
    assert_eq!(
        (&adults["from"], &adults["to"]),
        (&json!("2025-09-01"), &json!("2026-08-31"))
    );
    assert_eq!(adults["suppressed_to"], 5);
    // The school year of those in October is not over.
    for figure in ["allegations", "low_level", "no_concern", "undecided"] {
        let none = json!({"shown": "0", "value": 0});
        assert_eq!(adults[figure], none, "{figure}");
    }
    let entries: Vec<_> = { figures["registers"].as_array().unwrap().iter() }
        .map(|it| {
            (
                it["register"].clone(),
                it["of"].clone(),
                it["state_title"].clone(),
            )
        })
        .collect();
    let proposed = (json!("filter_changes"), json!(null), json!("Proposed"));
    assert!(entries.contains(&proposed), "{entries:?}");
    let to_do = (
        json!("training"),
        json!("kcsie_part_one"),
        json!("To be done"),
    );
    assert!(entries.contains(&to_do), "{entries:?}");

    let figures = inspected(&world, &world.client("helen"));
    assert_eq!(figures["adults"]["allegations"]["value"], 1);
    assert_eq!(figures["adults"]["suppressed_to"], json!(null));
    assert_eq!(desk(&figures, "lado")["needed"], 1);

    // Once it is over, Ruth has them, but for what is small.
    world.now("2027-09-01T10:00");
    let adults = inspected(&world, &world.client("ruth"))["adults"].clone();
    assert_eq!(adults["low_level"], json!({"shown": "6", "value": 6}));
    assert_eq!(adults["allegations"], json!({"shown": "c", "value": null}));
}

#[test]
fn what_is_printed_has_no_name_no_text_and_no_id_in_it() {
    let world = year();
    let ruth = world.client("ruth");
    let answer = ruth
        .get(&format!("{}?format=html", page(&world, School::Oakfield)))
        .expect(200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let printed = answer.text();
    let json = inspected(&world, &ruth).to_string();
    for text in [&printed, &json] {
        for hidden in [
            "Amara",
            "Priya",
            "Ruth",
            "Helen",
            "grabbed",
            "threatening",
            "games.example",
            "Afraid",
            "duty social worker",
            "deleted by its owner",
            NOT_REFERRED,
            &world.oakfield().amara.to_string(),
            &world.staff("priya").to_string(),
        ] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
    }
    // The one id is the academy's own, and only where a program reads it.
    assert!(json.contains(&world.academy(School::Oakfield)));
    assert!(!printed.contains(&world.academy(School::Oakfield)));
    for shown in [
        "Oakfield",
        "Low-level concerns",
        "Social care",
        "a number from 1 to 5",
        "90",
    ] {
        assert!(
            printed.to_lowercase().contains(&shown.to_lowercase()),
            "{shown} in {printed}"
        );
    }
    for outside in ["<script", "http:", "https:", "src="] {
        assert!(!printed.contains(outside), "{outside}");
    }
    let cases = crate::steps::all(&ruth, "/v1/cases");
    for case in cases {
        assert!(!json.contains(id_of(case["id"].as_str().unwrap())));
    }
}

//! GET /v1/allegations/{allegation} and …/timeline

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{
    about_adult, found, id_of, kinds, open_allegation, raise, row, threshold, triage,
};

pub const DOOR: Door = Door {
    route: "GET /v1/allegations/{allegation}",
    ask: |scene| Ask::of(scene.allegation.clone()),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const TIMELINE: Door = Door {
    route: "GET /v1/allegations/{allegation}/timeline",
    ask: |scene| Ask::of(format!("{}/timeline", scene.allegation)),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

#[test]
fn it_shows_people_concerns_and_the_decisions_in_force() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let page = helen.get(&allegation).expect(200);
    assert!(page.header("etag").is_some());
    let page = page.json();
    assert_eq!(page["people"][1]["name"], "Priya Nair");
    assert_eq!(page["concerns"][0]["state"], "in_allegation");
    assert_eq!(page["in_force"], json!([]));
    for decision in ["low_level", "may_meet_threshold"] {
        let _ = helen
            .change(&allegation, "threshold", &threshold(decision))
            .expect(201);
    }
    let page = helen.get(&allegation).expect(200).json();
    assert_eq!(page["threshold"], "may_meet_threshold");
    let in_force = page["in_force"].as_array().unwrap();
    assert_eq!(in_force.len(), 1, "the newest takes the place of the first");
    assert_eq!(in_force[0]["detail"]["decision"], "may_meet_threshold");
    let expected = [
        "concern.raised",
        "concern.triaged",
        "allegation.opened",
        "allegation.decision_due",
        "allegation.decision_due",
        "allegation.threshold_decided",
        "allegation.threshold_decided",
        "referral.needed",
    ];
    assert_eq!(kinds(&helen, &allegation), expected);
}

#[test]
fn its_concern_names_it_to_its_readers_only() {
    let scene = scene();
    let concern = scene.raise_about_adult(true);
    let allegation = open_allegation(&scene.client("helen"), &concern);
    let shown = scene.client("helen").get(&concern.address()).expect(200);
    assert_eq!(shown.field("allegation"), id_of(&allegation));
    let tom = scene.client("tom").get(&concern.address()).expect(200);
    assert_eq!(tom.field("status"), "being_dealt_with");
    assert!(!tom.text().contains(id_of(&allegation)));
}

#[test]
fn what_else_is_said_of_the_same_adult_stands_beside_it() {
    let scene = scene();
    let helen = scene.client("helen");
    let earlier = scene.open_allegation();
    let concern = scene.raise_about_adult(true);
    let allegation = scene.open_allegation();
    let page = helen.get(&allegation).expect(200).json();
    let matters = page["same_adult"]["matters"].as_array().unwrap();
    assert_eq!(page["same_adult"]["count"], json!(matters.len()));
    let names: Vec<_> = matters.iter().map(|row| &row["matter"]).collect();
    for known in [
        format!("allegation-{}", id_of(&earlier)),
        format!("concern-{}", concern.id),
    ] {
        assert!(names.contains(&&json!(known)), "{known} in {names:?}");
    }
    let own = format!("allegation-{}", id_of(&allegation));
    assert!(!names.contains(&&json!(own)), "itself in {names:?}");
}

/// domain.md 2, "Patterns across low-level concerns": in the list, and beside a new concern.
#[test]
fn earlier_low_level_concerns_stand_in_the_list_and_beside_a_new_one() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let about_tom = || {
        let (pupil, tom) = (world.oakfield().another, world.staff("tom"));
        let body = about_adult(&world, School::Oakfield, pupil, Some(tom));
        raise(&world.client("callum"), &body)
    };
    let earlier = open_allegation(&helen, &about_tom());
    let decided = threshold("low_level");
    let _ = helen.change(&earlier, "threshold", &decided).expect(201);
    let concern = about_tom();
    let beside = |by: &Client| by.get(&concern.address()).expect(200).json();
    let same = beside(&helen)["same_adult"].clone();
    assert_eq!((&same["count"], &same["low_level"]), (&json!(1), &json!(1)));
    let named = format!("allegation-{}", id_of(&earlier));
    assert_eq!(same["matters"][0]["matter"], named.as_str());
    assert_eq!(same["matters"][0]["low_level"], true);
    // Whoever raised it sees its status, and no list.
    let own = beside(&world.client("callum"));
    assert_eq!(own["view"], "status");
    assert!(!own.to_string().contains(id_of(&earlier)));
    // Its own matter is not another one.
    let matter = open_allegation(&helen, &concern);
    let same = beside(&helen)["same_adult"].clone();
    assert_eq!(same["count"], 1);
    let listed = |by: &Client, matter: &str| {
        let row = row(by, "/v1/allegations", id_of(matter)).unwrap();
        (
            row["others_about_adult"].clone(),
            row["low_level_about_adult"].clone(),
        )
    };
    assert_eq!(listed(&helen, &matter), (json!(1), json!(1)));
    assert_eq!(listed(&helen, &earlier), (json!(1), json!(0)));
    // Closed to the head: neither the earlier one nor that there is one.
    let who = world.staff("helen").to_string();
    let mark = json!({"staff": who, "reason": "His sister."});
    let _ = helen
        .post(&format!("{earlier}/conflicts"), &mark)
        .expect(201);
    assert_eq!(listed(&helen, &matter), (json!(0), json!(0)));
    assert_eq!(beside(&helen)["same_adult"]["count"], 0);
}

#[test]
fn another_concern_about_the_same_adult_becomes_part_of_it() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let concern = scene.raise_about_adult(true);
    let join = json!({"kind": "add_to_allegation", "allegation": id_of(&allegation)});
    let answer = triage(&helen, &concern, &join, "The same adult.").expect(201);
    assert_eq!(answer.field("allegation"), id_of(&allegation));
    let page = helen.get(&allegation).expect(200).json();
    assert_eq!(page["concerns"].as_array().unwrap().len(), 2);
    let case = triage(
        &helen,
        &concern,
        &json!({"kind": "no_further_action"}),
        "No.",
    );
    assert_eq!(case.problem(), "concern-in-allegation");
}

#[test]
fn a_concern_about_pupils_becomes_no_adults_matter() {
    let scene = scene();
    let decision = json!({"kind": "open_allegation"});
    let answer = triage(&scene.client("helen"), &scene.raise(), &decision, "Why.");
    assert_eq!((answer.status, &*answer.problem()), (422, "pupils-matter"));
}

#[test]
fn its_texts_are_found_by_its_readers_only() {
    let scene = scene();
    let helen = scene.client("helen");
    let allegation = scene.open_allegation();
    let note = json!({"text": "A whinchat sang in the yard."});
    let _ = helen
        .post(&format!("{allegation}/notes"), &note)
        .expect(201);
    let name = format!("allegation-{}", id_of(&allegation));
    assert_eq!(found(&helen, "whinchat"), std::slice::from_ref(&name));
    assert!(found(&helen, "Priya Nair").contains(&name));
    for other in [
        "priya", "tom", "ruth", "callum", "miriam", "jon", "grace", "kit",
    ] {
        assert_eq!(found(&scene.client(other), "whinchat"), [""; 0], "{other}");
        assert!(!found(&scene.client(other), "Priya Nair").contains(&name));
    }
}

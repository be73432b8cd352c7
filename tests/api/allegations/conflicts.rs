//! POST /v1/allegations/{allegation}/conflicts and the steps that follow

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::scene;
use crate::steps::{
    about_adult, at, decline_child_case, due_of, id_of, open_allegation, raise, row, threshold,
};

pub const MARK: Door = Door {
    route: "POST /v1/allegations/{allegation}/conflicts",
    ask: |scene| {
        let lena = scene.world.staff("lena").to_string();
        ask(
            scene,
            "conflicts",
            json!({"staff": lena, "reason": "A friend."}),
        )
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const CONFIRM: Door = Door {
    route: "POST /v1/allegations/{allegation}/conflicts/{staff}/confirm",
    ask: |scene| {
        let lena = scene.world.staff("lena");
        ask(scene, &format!("conflicts/{lena}/confirm"), json!({}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const REVIEW: Door = Door {
    route: "POST /v1/allegations/{allegation}/conflicts/{staff}/review",
    ask: |scene| {
        let lena = scene.world.staff("lena");
        let body = json!({"reason": "Still his friend."});
        ask(scene, &format!("conflicts/{lena}/review"), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const LIFT: Door = Door {
    route: "POST /v1/allegations/{allegation}/conflicts/{staff}/lift",
    ask: |scene| {
        let lena = scene.world.staff("lena");
        let body = json!({"reason": "Another Brandt."});
        ask(scene, &format!("conflicts/{lena}/lift"), body)
    },
    wrong: Wrong::Refused("callum", 404, "not-found"),
};

#[test]
fn a_marked_matter_is_gone_for_whom_it_was_marked_until_it_is_lifted() {
    let scene = scene();
    let (helen, miriam) = (scene.client("helen"), scene.client("miriam"));
    let allegation = open_allegation(&helen, &scene.raise_about_adult(false));
    let sees = || {
        let listed = row(&miriam, "/v1/allegations", id_of(&allegation)).is_some();
        (miriam.get(&allegation).status, listed)
    };
    assert_eq!(sees(), (200, true));
    let who = scene.world.staff("miriam").to_string();
    let mark = json!({"staff": who, "reason": "His neighbour."});
    let path = format!("{allegation}/conflicts");
    let _ = helen.post(&path, &mark).expect(201);
    assert_eq!(sees(), (404, false));
    let _ = helen
        .post(&format!("{path}/{who}/confirm"), &json!({}))
        .expect(201);
    assert_eq!(sees(), (404, false));
    // What was confirmed takes two, and never a safeguarding lead.
    for (second, code) in [
        (None, "second-person-needed"),
        (Some("ruth"), "not-a-senior"),
        (Some("helen"), "second-person-needed"),
    ] {
        let second = second.map(|name| scene.world.staff(name).to_string());
        let lift = json!({"reason": "They moved.", "second": second});
        let refused = helen.post(&format!("{path}/{who}/lift"), &lift);
        assert_eq!((refused.status, &*refused.problem()), (403, code));
    }
    let second = scene.world.staff("esther").to_string();
    let lift = json!({"reason": "They moved.", "second": second});
    let _ = helen.post(&format!("{path}/{who}/lift"), &lift).expect(201);
    assert_eq!(sees(), (200, true));
}

#[test]
fn a_mark_in_a_concern_of_it_closes_all_of_it_and_one_in_the_matter_its_concerns_too() {
    let scene = scene();
    let (helen, miriam) = (scene.client("helen"), scene.client("miriam"));
    let who = scene.world.staff("miriam").to_string();
    let mark = json!({"staff": who, "reason": "His neighbour."});
    for by_concern in [true, false] {
        let concern = scene.raise_about_adult(false);
        let allegation = open_allegation(&helen, &concern);
        for address in [&concern.address(), &allegation] {
            let _ = miriam.get(address).expect(200);
        }
        let marked = if by_concern {
            concern.address()
        } else {
            allegation.clone()
        };
        let _ = helen
            .post(&format!("{marked}/conflicts"), &mark)
            .expect(201);
        for address in [&concern.address(), &allegation] {
            let _ = miriam.get(address).expect(404);
        }
    }
}

#[test]
fn whoever_was_shut_out_of_the_concern_never_sees_the_matter() {
    let scene = scene();
    let (helen, miriam) = (scene.client("helen"), scene.client("miriam"));
    let concern = scene.raise_about_adult(false);
    let _ = helen.get(&concern.address()).expect(200);
    let who = scene.world.staff("helen").to_string();
    let mark = json!({"staff": who, "reason": "It may be her."});
    let path = format!("{}/conflicts", concern.address());
    let _ = miriam.post(&path, &mark).expect(201);
    let before = crate::steps::all(&helen, "/v1/allegations");
    let allegation = open_allegation(&miriam, &concern);
    let _ = helen.get(&allegation).expect(404);
    let after = crate::steps::all(&helen, "/v1/allegations");
    assert!(after.iter().all(|row| row["id"] != id_of(&allegation)));
    assert!(after.len() >= before.len());
}

/// What is due of the conflicts of one person, as somebody is shown it.
fn reviews(by: &Client, of: &str) -> Vec<Value> {
    let mut rows = due_of(by, "/v1/due", "conflict_review");
    rows.retain(|row| row["staff"] == json!(of));
    rows
}

/// Whoever is shut out of a child's case because of a matter about an adult: nobody marked it, it is a
/// restriction from the start, and the safeguarding leads do not learn of it by the question.
#[test]
fn whom_a_childs_case_is_closed_to_with_the_matter_is_looked_at_every_90_days() {
    let world = World::at("2026-11-10T14:05");
    let (helen, ruth, callum) = (
        world.client("helen"),
        world.client("ruth"),
        world.client("callum"),
    );
    let adult = Some(world.staff("callum"));
    let amara = world.oakfield().amara;
    let body = about_adult(&world, School::Oakfield, amara, adult);
    let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let child = json!({"pupils": [amara.to_string()], "reason": "Somebody of her own."});
    let opened = helen.change(&matter, "child-case", &child).expect(201);
    let case = format!("/v1/cases/{}", opened.field("case"));
    let who = world.staff("callum").to_string();
    // One, in the child's case: the matter itself names him.
    let due = reviews(&helen, &who);
    assert_eq!(due.len(), 1, "{due:?}");
    assert_eq!(due[0]["matter"], json!(format!("case-{}", id_of(&case))));
    assert_eq!(at(&due[0]["due_at"]), moment("2027-02-08T14:05"));
    for blind in [&ruth, &callum] {
        assert!(reviews(blind, &who).is_empty());
    }
    let shown = row(&ruth, "/v1/cases", id_of(&case)).expect("she owns it");
    assert_ne!(shown["next_due_at"], due[0]["due_at"], "nor by a date");
    world.now("2027-02-09T09:00");
    let still = json!({"reason": "The matter is open."});
    let steps = format!("{case}/conflicts/{who}");
    let _ = helen.post(&format!("{steps}/review"), &still).expect(201);
    let due = reviews(&helen, &who);
    assert_eq!(at(&due[0]["due_at"]), moment("2027-05-10T10:00"));
    assert!(reviews(&ruth, &who).is_empty());
    assert_eq!(callum.get(&case).status, 404);
    // Lifting it takes two.
    let alone = helen.post(&format!("{steps}/lift"), &json!({"reason": "Unfounded."}));
    assert_eq!(
        (alone.status, &*alone.problem()),
        (403, "second-person-needed")
    );
    let second = world.staff("miriam").to_string();
    let both = json!({"reason": "Unfounded.", "second": second});
    let _ = helen.post(&format!("{steps}/lift"), &both).expect(201);
    assert_eq!(callum.get(&case).status, 200);
    assert!(reviews(&helen, &who).is_empty());
}

/// A closed matter about an adult is closed to whoever it was closed to.
#[test]
fn a_conflict_in_a_closed_matter_is_looked_at_again_all_the_same() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, None);
    let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let who = world.staff("miriam").to_string();
    let mark = json!({"staff": who, "reason": "His neighbour."});
    let path = format!("{matter}/conflicts");
    let _ = helen.post(&path, &mark).expect(201);
    let _ = helen
        .post(&format!("{path}/{who}/confirm"), &json!({}))
        .expect(201);
    let decided = helen.change(&matter, "threshold", &threshold("low_level"));
    let _ = decided.expect(201);
    let closing = json!({
        "reason": "Everybody has been told.",
        "confirmed_by": world.staff("esther").to_string(),
    });
    decline_child_case(&helen, &matter);
    let _ = helen.change(&matter, "close", &closing).expect(201);
    assert_eq!(
        at(&reviews(&helen, &who)[0]["due_at"]),
        moment("2027-02-08T14:05")
    );
    world.now("2027-02-09T09:00");
    let still = json!({"reason": "Still his neighbour."});
    let _ = helen
        .post(&format!("{path}/{who}/review"), &still)
        .expect(201);
    assert_eq!(
        at(&reviews(&helen, &who)[0]["due_at"]),
        moment("2027-05-10T10:00")
    );
}

//! S10: a worry about unwashed clothes is watched, with the reason and a day to look again.

use lanyard::demo::School;
use lanyard_tests::{World, moment};
use serde_json::{Value, json};

use crate::dashboards::inspection::inspected;
use crate::steps::{Concern, all, at, figures, raise, row, threats, triage};

const WHY: &str = "First worry of its kind; his tutor will watch and tell me.";

fn unwashed(world: &World) -> Value {
    let mut body = threats(world, world.oakfield().another);
    body["category"] = json!("neglect");
    body["place"] = json!({"kind": "in_school"});
    body["account"] = json!("His clothes were unwashed again.");
    body["childs_words"] = json!(null);
    body
}

fn watched() -> (World, Concern) {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(&world.client("priya"), &unwashed(&world));
    let watch = json!({"kind": "monitor", "review_in_school_days": 10});
    let _ = triage(&world.client("ruth"), &concern, &watch, WHY).expect(201);
    (world, concern)
}

#[test]
fn the_decision_not_to_refer_carries_its_reason_and_a_review_in_ten_school_days() {
    let (world, concern) = watched();
    let page = world
        .client("helen")
        .get(&concern.address())
        .expect(200)
        .json();
    assert_eq!(page["state"], "monitored");
    let decided = &page["triage"][0];
    assert_eq!(
        decided["decision"],
        json!({"kind": "monitor", "review_on": "2026-11-24"})
    );
    assert_eq!(decided["reason"], WHY);
    assert_eq!(decided["by_name"], "Ruth Osei");
    let review = all(&world.client("ruth"), "/v1/me/actions");
    assert_eq!(review.len(), 1);
    assert_eq!(review[0]["kind"], "concern_review");
    assert_eq!(
        review[0]["matter"],
        json!(format!("concern-{}", concern.id))
    );
    assert_eq!(at(&review[0]["due_at"]), moment("2026-11-24T17:00"));
}

#[test]
fn watching_without_a_reason_or_without_an_end_is_refused() {
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let concern = raise(&world.client("priya"), &unwashed(&world));
    for (decision, why) in [
        (json!({"kind": "monitor", "review_in_school_days": 10}), " "),
        (json!({"kind": "monitor"}), WHY),
        (json!({"kind": "monitor", "review_on": "2026-11-09"}), WHY),
        (
            json!({"kind": "monitor", "review_in_school_days": 5000}),
            WHY,
        ),
        (
            json!({"kind": "monitor", "review_in_school_days": 10, "review_on": "2026-11-20"}),
            WHY,
        ),
    ] {
        let _ = triage(&ruth, &concern, &decision, why).expect(422);
    }
    assert!(row(&ruth, "/v1/concerns?state=untriaged", &concern.id).is_some());
}

#[test]
fn the_figures_count_it_as_decided() {
    let (world, _) = watched();
    let shown = figures(&world.client("jon"), &world.academy(School::Oakfield));
    assert_eq!(
        (&shown["raised"], &shown["triaged"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&shown["untriaged"], &shown["open_cases"]),
        (&json!(0), &json!(0))
    );
    // As not referred, with its reason recorded.
    let counted = inspected(&world, &world.client("ruth"));
    assert_eq!(counted["not_referred"]["monitored"], 1);
    assert_eq!(counted["not_referred"]["no_further_action"], 0);
}

#[test]
fn a_second_worry_three_weeks_later_stands_beside_the_first() {
    let (world, first) = watched();
    world.now("2026-12-01T10:15");
    let second = raise(&world.client("tom"), &unwashed(&world));
    let ruth = world.client("ruth");
    let path = format!("/v1/pupils/{}/history", world.oakfield().another);
    let history = all(&ruth, &path);
    let states: Vec<_> = history
        .iter()
        .map(|item| {
            (
                item["matter"].as_str().unwrap().to_owned(),
                item["state"].clone(),
            )
        })
        .collect();
    assert_eq!(states.len(), 2);
    assert!(states.contains(&(format!("concern-{}", first.id), json!("monitored"))));
    assert!(states.contains(&(format!("concern-{}", second.id), json!("untriaged"))));
    let page = ruth.get(&first.address()).expect(200).json();
    assert_eq!(page["triage"][0]["reason"], WHY);
    // At triage the first stands beside the second; not for whoever raised it.
    let page = ruth.get(&second.address()).expect(200).json();
    let beside = &page["same_children"][0];
    assert_eq!(beside["pupil"], json!(world.oakfield().another.to_string()));
    let others = beside["others"].as_array().unwrap();
    assert_eq!(others.len(), 1);
    assert_eq!(others[0]["matter"], json!(format!("concern-{}", first.id)));
    assert_eq!(others[0]["state"], "monitored");
    let own = world
        .client("tom")
        .get(&second.address())
        .expect(200)
        .json();
    assert!(own.get("same_children").is_none());
}

//! /v1/pupils/{pupil}/court-orders

use serde_json::{Value, json};

use lanyard_tests::World;

use super::{new_pupil_of, upn};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::Scene;
use crate::steps::{NOTHING, pointers};

const UNSEEN: Wrong = Wrong::Refused("priya", 404, "not-found");

fn of_amara(scene: &Scene, rest: &str) -> String {
    format!("/v1/pupils/{}/{rest}", scene.world.oakfield().amara)
}

pub const LIST: Door = Door {
    route: "GET /v1/pupils/{pupil}/court-orders",
    ask: |scene| Ask::of(of_amara(scene, "court-orders")),
    wrong: UNSEEN,
};

pub const RECORD: Door = Door {
    route: "POST /v1/pupils/{pupil}/court-orders",
    ask: |scene| Ask::new(of_amara(scene, "court-orders"), order()),
    wrong: UNSEEN,
};

pub const DISCHARGE: Door = Door {
    route: "POST /v1/pupils/{pupil}/court-orders/{order}/discharge",
    ask: |scene| {
        let path = of_amara(scene, &format!("court-orders/{NOTHING}/discharge"));
        Ask::new(path, json!({"on": "2026-11-10", "reason": "Letter seen."}))
    },
    wrong: UNSEEN,
};

fn order() -> Value {
    json!({
        "title": "Prohibited steps order",
        "says": "The father may not take the child out of school.",
        "about": [],
        "made_on": "2026-10-01",
        "ends_on": "2026-11-30",
    })
}

#[test]
fn an_order_ends_by_the_clock_and_by_a_court() {
    let world = World::at("2026-11-10T14:05");
    let (dev, ruth) = (world.client("dev"), world.client("ruth"));
    let answer = dev.post("/v1/pupils", &new_pupil_of(&world, &upn(1)));
    let path = format!("/v1/pupils/{}/court-orders", answer.expect(201).field("id"));
    let recorded = ruth.post(&path, &order()).expect(201);
    let lasting = json!({
        "title": "Child arrangements order", "says": "Lives with the mother.",
        "made_on": "2026-10-01",
    });
    let lasting = ruth.post(&path, &lasting).expect(201).field("id");
    let states = |world: &World| -> Vec<Value> {
        let page = world.client("ruth").get(&path).expect(200).json();
        let orders = page["orders"].as_array().unwrap();
        orders.iter().map(|order| order["state"].clone()).collect()
    };
    assert_eq!(states(&world), ["standing", "standing"]);
    world.now("2026-12-01T09:00");
    assert_eq!(states(&world), ["ended", "standing"]);
    let discharge = json!({"on": "2026-11-30", "reason": "Letter of the court seen."});
    let ended = format!("{path}/{lasting}/discharge");
    let _ = world.client("ruth").post(&ended, &discharge).expect(201);
    assert_eq!(states(&world), ["ended", "ended"]);
    let other = json!({"on": "2026-11-29", "reason": "Letter of the court seen."});
    let answer = world.client("ruth").post(&ended, &other).expect(422);
    assert_eq!(answer.problem(), "court-order-discharged");
    assert!(!recorded.field("id").is_empty());
}

#[test]
fn an_order_is_recorded_by_the_safeguarding_team_only_and_makes_sense() {
    let scene = crate::scene::scene();
    let path = of_amara(&scene, "court-orders");
    let ruth = scene.client("ruth");
    let mut wrong = order();
    wrong["ends_on"] = json!("2026-09-30");
    wrong["about"] = json!([NOTHING]);
    wrong["says"] = json!("");
    let answer = ruth.post(&path, &wrong).expect(422);
    assert_eq!(pointers(&answer), ["/says", "/about/0", "/ends_on"]);
    // The MIS may write contacts there, so the address is no secret to it.
    let mis = scene.world.mis("pupils:write");
    let _ = mis.post(&path, &order()).expect(403);
    let _ = scene.client("dev").post(&path, &order()).expect(404);
}

//! POST /v1/staff/{staff}/relations, …/relations/review, …/relations/lift

use lanyard_tests::{World, moment};
use serde_json::json;

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, all, at, due_of, pointers, pupil, raise, threats};

pub const DOOR: Door = Door {
    route: "POST /v1/staff/{staff}/relations",
    ask: |scene| {
        let child = pupil(scene.world.oakfield().another);
        let path = format!("{}/relations", scene.staff("ruth"));
        Ask::new(path, json!({"person": child, "relation": "relative"}))
    },
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

pub const REVIEW: Door = Door {
    route: "POST /v1/staff/{staff}/relations/review",
    ask: |scene| {
        let child = pupil(scene.world.oakfield().another);
        let path = format!("{}/relations/review", scene.staff("ruth"));
        Ask::new(
            path,
            json!({"person": child, "reason": "She is in year 8."}),
        )
    },
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

pub const LIFT: Door = Door {
    route: "POST /v1/staff/{staff}/relations/lift",
    ask: |scene| {
        let child = pupil(scene.world.oakfield().another);
        let path = format!("{}/relations/lift", scene.staff("ruth"));
        Ask::new(path, json!({"person": child, "reason": "Another Osei."}))
    },
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

#[test]
fn a_relation_is_registered_by_a_senior_or_by_oneself() {
    let scene = scene();
    let address = register(&scene, "rosalind-aunt");
    let me = scene.world.with_token(scene.world.token("rosalind-aunt"));
    let child = pupil(scene.world.oakfield().another);
    let relation = json!({"person": child, "relation": "relative"});
    let _ = me.change(&address, "relations", &relation).expect(201);
    let shown = scene.client("helen").get(&address).expect(200).json();
    let relations = shown["relations"].as_array().unwrap();
    assert!(
        relations
            .iter()
            .any(|one| one["person"] == child && one["relation"] == "relative")
    );
}

#[test]
fn somebody_on_no_register_cannot_be_a_relation() {
    let scene = scene();
    let address = register(&scene, "rosalind-alone");
    let helen = scene.client("helen");
    let unknown = pupil(NOTHING);
    let relation = json!({"person": unknown, "relation": "relative"});
    let answer = helen.change(&address, "relations", &relation).expect(422);
    assert_eq!(pointers(&answer), ["/person/id"]);
}

/// domain.md 1 rules 2 and 4: looked at every 90 days by a senior, and lifted by two.
#[test]
fn a_relation_is_looked_at_every_90_days_and_lifted_by_two() {
    let world = World::at("2026-11-10T14:05");
    let (helen, callum) = (world.client("helen"), world.client("callum"));
    let niamh = world.oakfield().niamh;
    let concern = raise(&world.client("priya"), &threats(&world, niamh));
    let address = format!("/v1/staff/{}", world.staff("callum"));
    let daughter = json!({"person": pupil(niamh), "relation": "relative"});
    let _ = helen.change(&address, "relations", &daughter).expect(201);
    assert_eq!(callum.get(&concern.address()).status, 404);
    let due = || due_of(&helen, "/v1/me/actions", "relation_review");
    let asked = due();
    assert_eq!(asked.len(), 1, "{asked:?}");
    let his = json!(format!("staff-{}", world.staff("callum")));
    assert_eq!(asked[0]["matter"], his);
    assert_eq!(asked[0]["pupil"], json!(niamh.to_string()));
    assert_eq!(at(&asked[0]["due_at"]), moment("2027-02-08T14:05"));
    assert!(due_of(&callum, "/v1/due", "relation_review").is_empty());
    world.now("2027-02-08T14:06");
    world.remind();
    let notices = all(&helen, "/v1/me/notices");
    assert!({ notices.iter() }.any(|row| row["matter"] == his));
    let still = json!({"person": pupil(niamh), "reason": "She is in year 8."});
    let review = format!("{address}/relations/review");
    assert_eq!(callum.post(&review, &still).status, 403, "not he himself");
    let _ = helen.post(&review, &still).expect(201);
    assert_eq!(at(&due()[0]["due_at"]), moment("2027-05-09T15:06"));
    // Lifting it takes two.
    let lift = format!("{address}/relations/lift");
    let alone = json!({"person": pupil(niamh), "reason": "Another Byrne."});
    let refused = helen.post(&lift, &alone);
    assert_eq!(
        (refused.status, &*refused.problem()),
        (403, "second-person-needed")
    );
    assert_eq!(callum.get(&concern.address()).status, 404);
    let second = world.staff("miriam").to_string();
    let both = json!({"person": pupil(niamh), "reason": "Another Byrne.", "second": second});
    let _ = helen.post(&lift, &both).expect(201);
    let _ = callum.get(&concern.address()).expect(200);
    assert!(due().is_empty());
    let shown = helen.get(&address).expect(200).json();
    assert_eq!(shown["relations"], json!([]));
    // Nothing is left to be looked at.
    let over = helen.post(&review, &still);
    assert_eq!(
        over.expect(422).json()["errors"][0]["code"],
        "person_not_linked"
    );
}

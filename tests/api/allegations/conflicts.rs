//! POST /v1/allegations/{allegation}/conflicts and the steps that follow

use serde_json::json;

use super::ask;
use crate::doors::{Door, Wrong};
use crate::scene::scene;
use crate::steps::{id_of, open_allegation, row};

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
    let lift = json!({"reason": "They moved."});
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

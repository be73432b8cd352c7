//! /v1/allegations/{allegation}/grants

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use super::{give, leave};
use crate::doors::{Ask, Door, Wrong};
use crate::steps::{NOTHING, about_adult, all, items, open_allegation, raise, told};

pub const GIVE: Door = Door {
    route: "POST /v1/allegations/{allegation}/grants",
    ask: |scene| {
        let body = leave(scene.world.staff("zoe"), "2026-11-12T17:00:00Z");
        Ask::new(format!("{}/grants", scene.allegation), body)
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const LIST: Door = Door {
    route: "GET /v1/allegations/{allegation}/grants",
    ask: |scene| Ask::of(format!("{}/grants", scene.allegation)),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

/// A matter about Priya, Helen's.
fn helens_matter() -> (World, String) {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("tom"), &body);
    let matter = open_allegation(&world.client("helen"), &concern);
    (world, matter)
}

fn listed(world: &World, name: &str) -> Vec<Value> {
    all(&world.client(name), "/v1/allegations")
}

#[test]
fn whoever_was_given_leave_reads_it_and_nothing_else_until_it_ends() {
    let (world, matter) = helens_matter();
    let (helen, zoe) = (world.client("helen"), world.client("zoe"));
    let absent = |by: &lanyard_tests::Client| {
        let nothing = by.get(&format!("/v1/allegations/{NOTHING}"));
        assert_eq!(told(&by.get(&matter)), told(&nothing));
    };
    absent(&zoe);
    let grant = give(&helen, &matter, world.staff("zoe"), "2026-11-12T17:00:00Z");
    let _ = zoe.get(&matter).expect(200);
    let _ = zoe.get(&format!("{matter}/timeline")).expect(200);
    assert_eq!(listed(&world, "zoe").len(), 1);
    for who in ["ruth", "priya", "jon"] {
        absent(&world.client(who));
        assert_eq!(listed(&world, who), [json!(null); 0], "{who}");
    }
    // Reading is all: no work, no leave for others, none of the concern by itself.
    let note = zoe.post(&format!("{matter}/notes"), &json!({"text": "Read."}));
    assert_eq!((note.status, &*note.problem()), (403, "forbidden"));
    let body = leave(world.staff("max"), "2026-11-12T17:00:00Z");
    let more = zoe.post(&format!("{matter}/grants"), &body);
    assert_eq!((more.status, &*more.problem()), (403, "forbidden"));
    let rows = items(&helen.get(&format!("{matter}/grants")).expect(200));
    assert_eq!(rows.len(), 1);
    assert_eq!(
        format!("/v1/grants/{}", rows[0]["id"].as_str().unwrap()),
        grant
    );
    assert!(matter.ends_with(rows[0]["allegation"].as_str().unwrap()));
    world.now("2026-11-12T17:00");
    absent(&world.client("zoe"));
    assert_eq!(listed(&world, "zoe"), [json!(null); 0]);
}

#[test]
fn nobody_whom_it_is_about_or_who_is_close_to_them_is_given_leave() {
    let (world, matter) = helens_matter();
    let helen = world.client("helen");
    let body = leave(world.staff("priya"), "2026-11-12T17:00:00Z");
    let refused = helen.post(&format!("{matter}/grants"), &body).expect(403);
    assert_eq!(refused.json()["errors"][0]["code"], "conflicted");
    // Leave that was given ends with the conflict.
    let _ = give(&helen, &matter, world.staff("zoe"), "2026-11-12T17:00:00Z");
    let _ = world.client("zoe").get(&matter).expect(200);
    let mark = json!({"staff": world.staff("zoe").to_string(), "reason": "Her sister."});
    let _ = helen
        .post(&format!("{matter}/conflicts"), &mark)
        .expect(201);
    let zoe = world.client("zoe");
    let nothing = zoe.get(&format!("/v1/allegations/{NOTHING}"));
    assert_eq!(told(&zoe.get(&matter)), told(&nothing));
}

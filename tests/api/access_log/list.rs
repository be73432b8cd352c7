//! GET /v1/access-log

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{
    about_adult, all, eventually, id_of, open_allegation, open_case, raise, threats,
};

pub const DOOR: Door = Door {
    route: "GET /v1/access-log",
    ask: |_| Ask::of("/v1/access-log"),
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

#[test]
fn every_look_is_listed_by_ids_only() {
    let scene = scene();
    let concern = scene.raise();
    let _ = scene.client("ruth").get(&concern.address()).expect(200);
    let _ = scene.client("tom").get(&concern.address()).expect(404);
    let (kit, path) = (
        scene.client("kit"),
        format!("/v1/access-log?stream=concern-{}", concern.id),
    );
    let looks = eventually(|| Some(all(&kit, &path)).filter(|looks| looks.len() == 2));
    let look = |name: &str| -> Value {
        let actor = format!("staff:{}", scene.world.staff(name));
        let found = looks.iter().find(|look| look["actor"] == json!(actor));
        found
            .unwrap_or_else(|| panic!("no look of {name} in {looks:?}"))
            .clone()
    };
    assert_eq!(look("ruth")["result"], "opened");
    assert_eq!(look("ruth")["route"], "GET /v1/{matter}");
    assert_eq!(look("ruth")["streams"], json!([concern.id]));
    let by_id = format!("/v1/access-log?stream={}", concern.id);
    assert_eq!(all(&kit, &by_id), looks);
    assert_eq!(look("tom")["result"], "not_shown");
    let text = json!(looks).to_string();
    for name in ["Amara", "Osei", "Hale", "threatening", "cyber_bullying"] {
        assert!(!text.contains(name), "{name}");
    }
}

/// domain.md 1, rows `auditor` and `trust_team`: ids only, and nobody learns by them which matter is about an adult.
#[test]
fn nobody_who_reads_the_log_learns_what_sort_of_matter_was_looked_at() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let body = threats(&world, world.oakfield().amara);
    let case = open_case(&ruth, &raise(&world.client("priya"), &body));
    let _ = ruth.get(&case).expect(200);
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().another, adult);
    let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let _ = helen.get(&matter).expect(200);
    for name in ["kit", "sunita"] {
        let by = world.client(name);
        let path = format!("/v1/access-log?stream={}", id_of(&matter));
        let of_matter = eventually(|| Some(all(&by, &path)).filter(|looks| !looks.is_empty()));
        // Asked for as another kind, it answers the same.
        let as_case = format!("/v1/access-log?stream=case-{}", id_of(&matter));
        assert_eq!(all(&by, &as_case), of_matter, "{name}");
        let log = json!(all(&by, "/v1/access-log")).to_string();
        assert!(log.contains(id_of(&matter)), "{name}");
        for told in ["allegation", "case", "concern"] {
            assert!(!log.contains(told), "{name}: {told}");
        }
    }
}

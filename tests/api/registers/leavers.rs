//! What leavers keep of an entry, and a conflicted signer of a review of the log, is another's (domain.md 1 rules 1
//! and 7).

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::json;

use super::conflicts::{in_hand, mark, sees_nothing};
use super::keepers::waiting;
use super::{add, block, make};
use crate::steps::all;

#[track_caller]
fn leaves(world: &World, name: &str) {
    let register = format!("/v1/staff/{}", world.staff(name));
    let end = json!({"on": "2026-11-09"});
    let _ = { world.client("miriam") }
        .change(&register, "end", &end)
        .expect(201);
}

/// Somebody is given a role at Oakfield until further notice.
#[track_caller]
fn gets(world: &World, name: &str, role: &str) {
    let register = format!("/v1/staff/{}", world.staff(name));
    let body = json!({
        "role": role,
        "academy": world.academy(School::Oakfield),
        "reason": "From today, until further notice.",
    });
    let proposed = { world.client("miriam") }
        .change(&register, "roles", &body)
        .expect(201);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let _ = { world.client("esther") }
        .change(&register, &confirm, &json!({}))
        .expect(201);
}

/// Only the head and the leads of the academy see a call on an own phone.
#[test]
fn the_trust_lead_is_let_in_where_everybody_who_saw_an_entry_has_left() {
    let world = World::at("2026-11-10T14:05");
    let body = json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "caller": world.staff("priya"),
            "called_at": "2026-11-10T13:30:00Z",
            "called": "parent_or_carer",
            "pupil": world.oakfield().amara,
            "why_own": "The school phone was in the other coach.",
            "number_hidden": true,
            "number_removed": true,
        },
    });
    let entry = add(&world.client("priya"), "own_phone_calls", &body);
    let miriam = world.client("miriam");
    assert_eq!(miriam.get(&entry).status, 404);
    for (name, next) in [("helen", "ruth"), ("ruth", "callum"), ("callum", "miriam")] {
        assert_eq!(in_hand(&world, name, &entry), ["head"], "{name}");
        leaves(&world, name);
        for _again in 0..2 {
            world.remind();
            assert_eq!(in_hand(&world, next, &entry), ["head"], "{next}");
        }
    }
    let _ = miriam.get(&entry).expect(200);
    assert_eq!(world.client("esther").get(&entry).status, 404);
    assert_eq!(waiting(&world), 0);
}

/// Everybody else who could keep it is conflicted.
#[test]
fn a_leavers_clock_that_nobody_can_keep_waits_counted_for_whoever_next_can() {
    let world = World::at("2026-11-10T14:05");
    let entry = add(&world.client("dev"), "filter_changes", &block(&world));
    for (by, who) in [
        ("helen", "ruth"),
        ("helen", "callum"),
        ("miriam", "helen"),
        ("miriam", "miriam"),
        ("esther", "esther"),
    ] {
        mark(&world, by, &entry, who);
    }
    assert_eq!(in_hand(&world, "dev", &entry), ["block"]);
    assert_eq!(waiting(&world), 0);
    leaves(&world, "dev");
    for _again in 0..2 {
        world.remind();
        assert_eq!(waiting(&world), 1, "nobody can have it yet");
    }
    gets(&world, "tom", "dsl");
    world.remind();
    assert_eq!(waiting(&world), 0);
    assert_eq!(in_hand(&world, "tom", &entry), ["block"]);
}

/// R13: a review that the record added and nobody began is signed by the next who holds the role.
#[test]
fn a_review_of_the_log_is_another_heads_where_its_signer_is_conflicted_in_it() {
    let world = World::at("2027-01-04T08:00");
    world.remind();
    gets(&world, "tom", "head");
    let (tom, list) = (world.client("tom"), "/v1/registers/log_reviews/entries");
    let listed = all(&tom, list);
    let mut of_heads = { listed.iter() }
        .map(|row| format!("{list}/{}", row["id"].as_str().unwrap()))
        .filter(|entry| tom.get(entry).expect(200).json()["fields"]["part"] == "what_i_may_see");
    let entry = of_heads.next().unwrap();
    let signer = || tom.get(&entry).expect(200).json()["fields"]["signer"]["id"].clone();
    let of = |name: &str| json!(world.staff(name).to_string());
    assert_eq!(signer(), of("helen"));
    mark(&world, "ruth", &entry, "helen");
    sees_nothing(&world, "helen", ("log_reviews", &entry));
    assert_eq!(signer(), of("tom"));
    world.remind();
    assert_eq!(signer(), of("tom"));
    let said = json!({"findings": "None.", "to_do": "Nothing."});
    let _ = make(&tom, &entry, "sign", &said).expect(201);
}

//! Who keeps the clocks of an entry, sees it and is reminded of it, as conflicts come about around it (domain.md 1
//! rules 1 and 7).

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use super::conflicts::{in_hand, mark, of_entry, sees_nothing};
use super::{add, block, make};
use crate::steps::{NOTHING, all, eventually, id_of, open_case, pupil, raise, row, threats, told};

/// Matters that nobody is left to have, as monitoring is told.
pub(super) fn waiting(world: &World) -> u64 {
    let metrics = world.nobody().get("/metrics").expect(200).text();
    let line =
        { metrics.lines() }.find_map(|line| line.strip_prefix("lanyard_matters_without_owner "));
    line.unwrap().parse().unwrap()
}

/// A block that waits for Helen's approval, with a matter's number in it or none.
#[track_caller]
fn blocked(world: &World, incident: Option<&str>) -> String {
    let dev = world.client("dev");
    let mut body = block(world);
    if let Some(incident) = incident {
        body["fields"]["incident"] = json!(incident);
    }
    let entry = add(&dev, "filter_changes", &body);
    let blocked =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&dev, &entry, "block_now", &blocked).expect(201);
    assert_eq!(in_hand(world, "helen", &entry), ["approval"]);
    assert_eq!(in_hand(world, "ruth", &entry), ["group_block"]);
    entry
}

/// Her relative comes to be linked to the case behind a block that she is to approve.
#[test]
fn whoever_is_close_to_somebody_linked_later_behind_an_entry_keeps_nothing_of_it() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let pupils = world.oakfield();
    let concern = raise(&world.client("priya"), &threats(&world, pupils.amara));
    let case = open_case(&ruth, &concern);
    let reference = ruth.get(&case).expect(200).field("reference");
    let register = format!("/v1/staff/{}", world.staff("helen"));
    let relation = json!({"person": pupil(pupils.another), "relation": "relative"});
    let _ = helen.change(&register, "relations", &relation).expect(201);
    let entry = blocked(&world, Some(&reference));
    let link = json!({"person": pupil(pupils.another), "role": "witness"});
    let _ = ruth.post(&format!("{case}/people"), &link).expect(201);
    sees_nothing(&world, "helen", ("filter_changes", &entry));
    assert_eq!(in_hand(&world, "ruth", &entry), ["approval", "group_block"]);
}

/// A pupil is corrected to another who is her relative, in the concern behind the entry.
#[test]
fn a_correction_behind_an_entry_gives_its_clocks_on_too() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let pupils = world.oakfield();
    let register = format!("/v1/staff/{}", world.staff("helen"));
    let relation = json!({"person": pupil(pupils.other_amara), "relation": "relative"});
    let _ = helen.change(&register, "relations", &relation).expect(201);
    let concern = raise(&world.client("priya"), &threats(&world, pupils.amara));
    let entry = blocked(&world, Some(&concern.reference));
    let right = json!({
        "kind": "person", "from": pupil(pupils.amara), "to": pupil(pupils.other_amara),
        "reason": "Two Amaras.",
    });
    let _ = ruth
        .change(&concern.address(), "corrections", &right)
        .expect(201);
    sees_nothing(&world, "helen", ("filter_changes", &entry));
    assert_eq!(in_hand(&world, "ruth", &entry), ["approval", "group_block"]);
}

/// The number of the matter is filled in later, and is another one after that.
#[test]
fn what_is_filled_in_or_corrected_of_an_entry_gives_its_clocks_on() {
    let world = World::at("2026-11-10T14:05");
    let dev = world.client("dev");
    let pupils = world.oakfield();
    let closed_to = |about: lanyard_events::PupilId, who: &str, by: &str| {
        let concern = raise(&world.client("priya"), &threats(&world, about));
        let mark = json!({"staff": world.staff(who).to_string(), "reason": "A message says so."});
        let path = format!("{}/conflicts", concern.address());
        let _ = world.client(by).post(&path, &mark).expect(201);
        concern
    };
    let entry = blocked(&world, None);
    let first = closed_to(pupils.amara, "helen", "ruth");
    let fill = json!({"fields": {"incident": first.reference}});
    let _ = dev.change(&entry, "fields", &fill).expect(201);
    sees_nothing(&world, "helen", ("filter_changes", &entry));
    assert_eq!(in_hand(&world, "ruth", &entry), ["approval", "group_block"]);
    let second = closed_to(pupils.another, "ruth", "callum");
    let correct = json!({"fields": {"incident": second.reference}, "reason": "A slip of the pen."});
    let _ = dev.change(&entry, "corrections", &correct).expect(201);
    sees_nothing(&world, "ruth", ("filter_changes", &entry));
    // She has no conflict in that one.
    assert_eq!(in_hand(&world, "helen", &entry), ["approval"]);
    assert_eq!(in_hand(&world, "callum", &entry), ["group_block"]);
}

/// A head who is shut out of the matter behind an entry has no turn: nobody waits for them.
#[test]
fn reminders_of_an_entry_pass_over_a_head_who_is_shut_out_of_the_matter_behind_it() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let mut body = block(&world);
    body["fields"]["incident"] = json!(concern.reference.clone());
    let entry = add(&world.client("dev"), "filter_changes", &body);
    let mark = json!({"staff": world.staff("helen").to_string(), "reason": "She is named in it."});
    let path = format!("{}/conflicts", concern.address());
    let _ = world.client("ruth").post(&path, &mark).expect(201);
    let notices = |who: &str| of_entry(&world.client(who), "/v1/me/notices", &entry).len();
    world.remind();
    assert_eq!((notices("dev"), notices("miriam")), (1, 0));
    world.now("2026-11-10T14:21");
    world.remind();
    assert_eq!((notices("helen"), notices("miriam")), (0, 1));
}

/// Everybody who could keep a clock is conflicted: it waits, hidden and counted, for whoever next can.
#[test]
fn a_clock_that_nobody_can_keep_waits_counted_for_whoever_next_can() {
    let world = World::at("2026-11-10T14:05");
    let entry = add(&world.client("dev"), "filter_changes", &block(&world));
    for who in ["dev", "ruth", "callum"] {
        mark(&world, "helen", &entry, who);
    }
    mark(&world, "miriam", &entry, "helen");
    assert_eq!(in_hand(&world, "miriam", &entry), ["block"]);
    assert_eq!(world.client("esther").get(&entry).status, 404);
    // Nobody of the file's seniors is left: the chair is let in.
    mark(&world, "miriam", &entry, "miriam");
    sees_nothing(&world, "miriam", ("filter_changes", &entry));
    assert_eq!(in_hand(&world, "esther", &entry), ["block"]);
    assert_eq!(waiting(&world), 0);
    mark(&world, "esther", &entry, "esther");
    for name in ["dev", "ruth", "callum", "helen", "miriam", "esther"] {
        sees_nothing(&world, name, ("filter_changes", &entry));
    }
    assert_eq!(waiting(&world), 1);
    world.remind();
    assert_eq!(waiting(&world), 1, "nobody can have it yet");
    let register = format!("/v1/staff/{}", world.staff("tom"));
    let role = json!({
        "role": "dsl",
        "academy": world.academy(School::Oakfield),
        "reason": "From today, until further notice.",
    });
    let proposed = { world.client("miriam") }
        .change(&register, "roles", &role)
        .expect(201);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let _ = { world.client("esther") }
        .change(&register, &confirm, &json!({}))
        .expect(201);
    world.remind();
    assert_eq!(waiting(&world), 0);
    assert_eq!(in_hand(&world, "tom", &entry), ["block"]);
}

/// Whose conflicts somebody is asked about.
#[track_caller]
fn asked_about(by: &Client, entry: &str) -> Vec<Value> {
    let mut rows = of_entry(by, "/v1/me/actions", entry);
    rows.retain(|row| row["kind"] == "conflict_review");
    rows.into_iter().map(|row| row["staff"].clone()).collect()
}

/// The head alone of all seniors sees lost equipment: the trust lead is let in, and decides with a second.
#[test]
fn the_trust_lead_is_let_in_where_only_a_conflicted_head_saw_the_entry() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, helen) = (world.client("miriam"), world.client("helen"));
    let laptop = super::breaches::laptop(&world);
    let entry = add(&world.client("priya"), "lost_equipment", &laptop);
    let list = "/v1/registers/lost_equipment/entries";
    assert_eq!(miriam.get(&entry).status, 404);
    mark(&world, "dev", &entry, "helen");
    sees_nothing(&world, "helen", ("lost_equipment", &entry));
    let who = world.staff("helen").to_string();
    assert_eq!(asked_about(&miriam, &entry), [json!(who)]);
    let shown = miriam.get(&entry).expect(200).json();
    assert_eq!(shown["fields"]["item"], "Asset 1183, grey");
    assert_eq!(shown["moves"], json!([]), "{shown}");
    let listed = row(&miriam, list, id_of(&entry)).expect("it is hers to see");
    assert_eq!(listed["fields"]["item"], "Asset 1183, grey");
    for name in ["ruth", "callum", "esther"] {
        assert_eq!(world.client(name).get(&entry).status, 404, "{name}");
    }
    let steps = format!("{entry}/conflicts/{who}");
    let _ = miriam
        .post(&format!("{steps}/confirm"), &json!({}))
        .expect(201);
    let second = world.staff("esther").to_string();
    let both = json!({"reason": "Another Marsh.", "second": second});
    let _ = miriam.post(&format!("{steps}/lift"), &both).expect(201);
    let _ = helen.get(&entry).expect(200);
    // Whatever becomes of it, she sees it from then on.
    let secured = json!({"secured": ["wiped_remotely"], "secured_at": "2026-11-10T14:05:00Z"});
    let _ = make(&world.client("dev"), &entry, "secure", &secured).expect(201);
    let _ = miriam.get(&entry).expect(200);
}

/// Heads are no seniors of the trust's own registers: after the trust lead comes the chair, by reminders too.
#[test]
fn the_chair_is_let_in_where_the_trust_lead_is_conflicted_in_an_entry_of_the_trust() {
    let world = World::at("2026-11-10T14:05");
    let (owen, esther) = (world.client("owen"), world.client("esther"));
    let body = json!({
        "fields": {
            "system": "A new reading scheme", "academies": [world.academy(School::Oakfield)],
            "needed_by": "2026-12-01", "purpose": "To practise reading at home.",
            "data_kinds": ["results_or_behaviour"], "children": true,
            "where_kept": "With its maker, in this country.", "ai": false,
        },
    });
    let entry = add(&owen, "dpias", &body);
    assert_eq!(in_hand(&world, "owen", &entry), ["before_use"]);
    mark(&world, "owen", &entry, "miriam");
    sees_nothing(&world, "miriam", ("dpias", &entry));
    let who = world.staff("miriam").to_string();
    assert_eq!(asked_about(&esther, &entry), [json!(who)]);
    let confirm = format!("{entry}/conflicts/{who}/confirm");
    let _ = esther.post(&confirm, &json!({})).expect(201);
    let told = |who: &str| {
        let mut rows = of_entry(&world.client(who), "/v1/me/notices", &entry);
        rows.retain(|row| row["item"] == "clock before_use");
        rows.len()
    };
    world.now("2026-12-02T09:00");
    world.remind();
    assert_eq!((told("owen"), told("esther")), (1, 0));
    world.now("2026-12-03T09:01");
    world.remind();
    assert_eq!((told("miriam"), told("esther")), (0, 1));
}

/// Who looked at an entry, and its receipts and proofs, are closed with the matter behind it.
#[test]
fn looks_receipts_and_proofs_of_an_entry_are_closed_with_the_matter_behind_it() {
    let world = World::at("2026-11-10T14:05");
    let (dev, ruth, kit) = (
        world.client("dev"),
        world.client("ruth"),
        world.client("kit"),
    );
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let mut body = block(&world);
    body["fields"]["incident"] = json!(concern.reference.clone());
    let added = dev.post("/v1/registers/filter_changes/entries", &body);
    let added = added.expect(201);
    let (id, receipt) = (added.field("id"), added.field("receipt"));
    let proof = format!("/log/proofs/{}", id_of(&receipt));
    let entry = format!("/v1/registers/filter_changes/entries/{id}");
    let _ = ruth.get(&entry).expect(200);
    let log = format!("/v1/access-log?stream=register-{id}");
    let _ = eventually(|| Some(all(&kit, &log)).filter(|looks| !looks.is_empty()));
    for address in [&receipt, &proof] {
        let _ = dev.get(address).expect(200);
    }
    let path = format!("{}/conflicts", concern.address());
    for who in ["dev", "kit"] {
        let mark = json!({"staff": world.staff(who).to_string(), "reason": "A message says so."});
        let _ = ruth.post(&path, &mark).expect(201);
    }
    assert_eq!(all(&kit, &log), [json!(null); 0]);
    for address in [&receipt, &proof] {
        let never = format!("{}{NOTHING}", address.trim_end_matches(id_of(address)));
        assert_eq!(told(&dev.get(address)), told(&dev.get(&never)), "{address}");
        let _ = ruth.get(address).expect(200);
    }
}

//! A case of which everybody is conflicted who could own it waits, hidden and counted, for whoever next can
//! (domain.md 1 rule 1).

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::steps::{NOTHING, all, id_of, open_case, plan, raise, step_of, threats, told};

const PLAYBOOK: &str = "bullying_by_email_or_phone";

#[track_caller]
fn mark(world: &World, by: &str, case: &str, who: &str) {
    let body = json!({"staff": world.staff(who).to_string(), "reason": "A statement says so."});
    let _ = world
        .client(by)
        .post(&format!("{case}/conflicts"), &body)
        .expect(201);
}

fn owner(by: &Client, case: &str) -> Value {
    by.get(case).expect(200).json()["owner"].clone()
}

fn waiting(world: &World) -> u64 {
    let metrics = world.nobody().get("/metrics").expect(200).text();
    let line =
        { metrics.lines() }.find_map(|line| line.strip_prefix("lanyard_matters_without_owner "));
    line.unwrap().parse().unwrap()
}

#[track_caller]
fn sees_nothing(world: &World, who: &str, case: &str) {
    let client = world.client(who);
    for path in ["", "/timeline", "/playbooks"] {
        let denied = client.get(&format!("{case}{path}"));
        let absent = client.get(&format!("/v1/cases/{NOTHING}{path}"));
        assert_eq!(told(&denied), told(&absent), "{who} {path}");
    }
    for list in ["/v1/cases", "/v1/due", "/v1/me/actions", "/v1/referrals"] {
        let rows = json!(all(&client, list)).to_string();
        assert!(!rows.contains(id_of(case)), "{who} {list}: {rows}");
    }
}

#[test]
fn it_goes_up_to_the_trust_lead_and_then_waits_for_a_new_safeguarding_lead() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &concern);
    let action = plan(
        &ruth,
        &case,
        world.staff("ruth"),
        "Speak to her tutor group",
    );
    for (by, who) in [("callum", "ruth"), ("helen", "callum"), ("miriam", "helen")] {
        mark(&world, by, &case, who);
    }
    let miriam = world.client("miriam");
    assert_eq!(
        owner(&miriam, &case),
        json!(world.staff("miriam").to_string())
    );
    assert_eq!(waiting(&world), 0);
    mark(&world, "miriam", &case, "miriam");
    for name in ["ruth", "callum", "helen", "miriam", "esther"] {
        sees_nothing(&world, name, &case);
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
    let proposed = miriam.change(&register, "roles", &role).expect(201);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let _ = world
        .client("esther")
        .change(&register, &confirm, &json!({}))
        .expect(201);
    world.remind();
    assert_eq!(waiting(&world), 0);
    let tom = world.client("tom");
    let his = json!(world.staff("tom").to_string());
    assert_eq!(owner(&tom, &case), his);
    assert_eq!(step_of(&tom, &case, (PLAYBOOK, "5.2"))["owner"], his);
    let actions = all(&tom, "/v1/me/actions");
    assert!({ actions.iter() }.any(|row| row["action"] == json!(action)));
    let timeline = all(&tom, &format!("{case}/timeline"));
    let lost = { timeline.iter() }.filter(|entry| entry["kind"] == "case.owner_lost");
    assert_eq!(lost.count(), 1);
    for name in ["ruth", "callum", "helen", "miriam"] {
        sees_nothing(&world, name, &case);
    }
}

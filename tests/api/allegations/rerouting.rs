//! An adult's matter whose manager comes to have a conflict goes to the next alternate: head, trust lead,
//! chair (domain.md 1 rules 1 and 7).

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::steps::{
    NOTHING, about_adult, all, due_of, etag, eventually, id_of, open_allegation, raise, staff,
    step_of, step_path, told,
};

const ACCUSED: &str = "allegation_against_adult";

/// A matter about Priya, which went to Helen alone, with a playbook and a referral in hand.
fn helens_matter() -> (World, String, String) {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("tom"), &body);
    let helen = world.client("helen");
    let matter = open_allegation(&helen, &concern);
    let start = json!({"playbook": ACCUSED, "reason": "As the guidance says."});
    let _ = helen
        .post(&format!("{matter}/playbooks"), &start)
        .expect(201);
    (world, concern.address(), matter)
}

/// It comes out that Helen is close to Priya.
fn she_is_close_to_priya(world: &World) {
    is_close_to_priya(world, "helen");
}

fn is_close_to_priya(world: &World, who: &str) {
    let register = format!("/v1/staff/{}", world.staff(who));
    let relation = json!({"person": staff(world.staff("priya")), "relation": "relative"});
    let _ = world
        .client("helen")
        .change(&register, "relations", &relation)
        .expect(201);
}

fn mark(world: &World, by: &str, matter: &str, who: &str) {
    let body = json!({"staff": world.staff(who).to_string(), "reason": "A neighbour."});
    let _ = world
        .client(by)
        .post(&format!("{matter}/conflicts"), &body)
        .expect(201);
}

fn owner(by: &Client, matter: &str) -> Value {
    by.get(matter).expect(200).json()["owner"].clone()
}

/// Nothing of the matter is there for somebody, in any list or at any address.
#[track_caller]
fn sees_nothing(world: &World, who: &str, matter: &str) {
    let client = world.client(who);
    for path in ["", "/timeline", "/playbooks"] {
        let denied = client.get(&format!("{matter}{path}"));
        let absent = client.get(&format!("/v1/allegations/{NOTHING}{path}"));
        assert_eq!(told(&denied), told(&absent), "{who} {path}");
    }
    let mine = format!("allegation-{}", id_of(matter));
    for list in [
        "/v1/allegations",
        "/v1/due",
        "/v1/me/actions",
        "/v1/me/notices",
        "/v1/referrals",
        "/v1/concerns",
    ] {
        let rows = all(&client, list);
        let shown = rows
            .iter()
            .any(|row| row["matter"] == json!(mine) || row["id"] == json!(id_of(matter)));
        assert!(!shown, "{who} {list}");
    }
}

#[test]
fn a_single_conflicted_head_gives_it_to_the_trust_lead_with_all_that_is_open() {
    let (world, concern, matter) = helens_matter();
    she_is_close_to_priya(&world);
    let miriam = world.client("miriam");
    let hers = json!(world.staff("miriam").to_string());
    assert_eq!(owner(&miriam, &matter), hers);
    let _ = miriam.get(&concern).expect(200);
    let step = step_of(&miriam, &matter, (ACCUSED, "15.3"));
    assert_eq!(step["owner"], hers);
    let police = all(&miriam, "/v1/referrals?agency=police");
    assert_eq!(police.len(), 1);
    let referral = format!("/v1/referrals/{}", police[0]["id"].as_str().unwrap());
    assert_eq!(miriam.get(&referral).expect(200).json()["owner"], hers);
    for name in ["helen", "priya", "ruth", "esther", "jon"] {
        sees_nothing(&world, name, &matter);
    }
    let timeline = all(&miriam, &format!("{matter}/timeline"));
    let sent_on = { timeline.iter() }.find(|entry| entry["kind"] == "allegation.rerouted");
    let detail = &sent_on.expect("it stands in the timeline")["detail"];
    assert_eq!(detail["routed_to"], json!(["trust_lead"]));
    assert!(!detail["reason"].to_string().contains("relative"));
}

#[test]
fn whoever_gets_it_is_told_at_once_until_they_take_it_in_hand() {
    let (world, _, matter) = helens_matter();
    she_is_close_to_priya(&world);
    let miriam = world.client("miriam");
    let mine = json!(format!("allegation-{}", id_of(&matter)));
    let handed = |list: &str| {
        let mut rows = due_of(&miriam, list, "allegation_review");
        rows.retain(|row| row["matter"] == mine && row["clock"] == "handover");
        rows.len()
    };
    assert_eq!(handed("/v1/me/actions"), 1);
    world.remind();
    let notices = all(&miriam, "/v1/me/notices");
    let told = { notices.iter() }.any(|row| row["matter"] == mine);
    assert!(told, "{notices:?}");
    let note = json!({"text": "I have read all of it."});
    let _ = miriam.post(&format!("{matter}/notes"), &note).expect(201);
    assert_eq!(handed("/v1/me/actions"), 0);
}

#[test]
fn head_and_trust_lead_conflicted_it_is_the_chairs() {
    let (world, concern, matter) = helens_matter();
    mark(&world, "helen", &matter, "miriam");
    she_is_close_to_priya(&world);
    let esther = world.client("esther");
    let hers = json!(world.staff("esther").to_string());
    assert_eq!(owner(&esther, &matter), hers);
    let _ = esther.get(&concern).expect(200);
    for name in ["helen", "miriam", "ruth", "jon"] {
        sees_nothing(&world, name, &matter);
    }
}

#[test]
fn from_the_trust_lead_it_goes_on_to_the_chair() {
    let (world, _, matter) = helens_matter();
    she_is_close_to_priya(&world);
    mark(&world, "miriam", &matter, "miriam");
    let esther = world.client("esther");
    let hers = json!(world.staff("esther").to_string());
    assert_eq!(owner(&esther, &matter), hers);
    for name in ["helen", "miriam"] {
        sees_nothing(&world, name, &matter);
    }
    // She is asked to confirm it, too: nobody else is left who could.
    let asked = due_of(&esther, "/v1/me/actions", "conflict_review");
    assert_eq!(asked.len(), 1, "{asked:?}");
}

#[test]
fn with_nobody_left_it_is_hidden_and_loud_until_somebody_is_given_the_role() {
    let (world, _, matter) = helens_matter();
    for who in ["miriam", "esther"] {
        mark(&world, "helen", &matter, who);
    }
    let waiting = || {
        let metrics = world.nobody().get("/metrics").expect(200).text();
        let line = { metrics.lines() }
            .find_map(|line| line.strip_prefix("lanyard_matters_without_owner "));
        line.unwrap().parse::<u64>().unwrap()
    };
    assert_eq!(waiting(), 0);
    she_is_close_to_priya(&world);
    for name in ["helen", "miriam", "esther"] {
        sees_nothing(&world, name, &matter);
    }
    assert_eq!(waiting(), 1);
    // Whoever is conflicted could ask there, too.
    let ready = world.nobody().get("/readyz").expect(200).json();
    assert_eq!(ready["impaired"], json!([]));
    world.remind();
    assert_eq!(waiting(), 1, "nobody can have it yet");
    tom_is_acting_head(&world);
    world.remind();
    assert_eq!(waiting(), 0);
    let tom = world.client("tom");
    let his = json!(world.staff("tom").to_string());
    assert_eq!(owner(&tom, &matter), his);
    assert_eq!(step_of(&tom, &matter, (ACCUSED, "15.3"))["owner"], his);
    for name in ["helen", "miriam", "esther"] {
        sees_nothing(&world, name, &matter);
    }
}

/// Nothing goes back to the manager that it had: they are shut out of it.
#[test]
fn what_others_leave_of_a_matter_without_a_manager_waits_for_the_next() {
    for has_left in [true, false] {
        let (world, _, matter) = helens_matter();
        let helen = world.client("helen");
        let path = format!("{}/owner", step_path(&matter, ACCUSED, "15.3"));
        let dev = world.staff("dev").to_string();
        let give = json!({"owner": dev, "reason": "He has nothing to do with it."});
        let _ = helen
            .post_on(&path, &etag(&helen, &matter), &give)
            .expect(201);
        for who in ["miriam", "esther"] {
            mark(&world, "helen", &matter, who);
        }
        she_is_close_to_priya(&world);
        if has_left {
            let end = json!({"on": "2026-11-09"});
            let _ = { world.client("miriam") }
                .change(&format!("/v1/staff/{dev}"), "end", &end)
                .expect(201);
        } else {
            is_close_to_priya(&world, "dev");
        }
        world.remind();
        tom_is_acting_head(&world);
        world.remind();
        let tom = world.client("tom");
        let his = json!(world.staff("tom").to_string());
        eventually(|| (step_of(&tom, &matter, (ACCUSED, "15.3"))["owner"] == his).then_some(()));
        assert_eq!(owner(&tom, &matter), his);
        let mut given = all(&tom, &format!("{matter}/timeline"));
        given.retain(|entry| entry["kind"] == "allegation.step_given");
        assert_eq!(given.len(), 2, "{given:?}");
        let is_his = |entry: &Value| entry["detail"].to_string().contains(&*his.to_string());
        assert!(given.iter().any(is_his), "{given:?}");
    }
}

/// Tom becomes acting headteacher: proposed by one and confirmed by another.
fn tom_is_acting_head(world: &World) {
    let register = format!("/v1/staff/{}", world.staff("tom"));
    let role = json!({
        "role": "head",
        "academy": world.academy(School::Oakfield),
        "reason": "Acting headteacher from today.",
    });
    let proposed = world.client("miriam").change(&register, "roles", &role);
    let confirm = format!("roles/{}/confirm", proposed.expect(201).field("id"));
    let _ = world
        .client("esther")
        .change(&register, &confirm, &json!({}))
        .expect(201);
}

#[test]
fn a_person_who_is_close_to_its_manager_is_not_linked_but_raised_anew() {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("tom"), &body);
    let helen = world.client("helen");
    let matter = open_allegation(&helen, &concern);
    let register = format!("/v1/staff/{}", world.staff("helen"));
    let niamh = crate::steps::pupil(world.oakfield().niamh);
    let relation = json!({"person": niamh, "relation": "relative"});
    let _ = helen.change(&register, "relations", &relation).expect(201);
    let link = json!({"person": niamh, "role": "witness"});
    let refused = helen.post(&format!("{matter}/people"), &link).expect(422);
    assert_eq!(refused.problem(), "route-changes");
    assert_eq!(
        owner(&helen, &matter),
        json!(world.staff("helen").to_string())
    );
}

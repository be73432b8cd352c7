//! A concern that waits while everybody to whom it went comes to have a conflict, or leaves, goes to the
//! next alternate (domain.md 1 rules 1 and 7).

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::steps::{
    Concern, NOTHING, about_adult, all, due_of, open_allegation, open_case, raise, row, staff,
    threats, told, triage,
};

/// A concern of Callum's about Priya, which went to Helen alone.
fn about_priya() -> (World, Concern) {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("callum"), &body);
    (world, concern)
}

/// It comes out that Helen is close to Priya.
fn she_is_close_to_priya(world: &World) {
    let register = format!("/v1/staff/{}", world.staff("helen"));
    let relation = json!({"person": staff(world.staff("priya")), "relation": "relative"});
    let _ = world
        .client("helen")
        .change(&register, "relations", &relation)
        .expect(201);
}

#[track_caller]
fn mark(world: &World, by: &str, concern: &Concern, who: &str) {
    let body = json!({"staff": world.staff(who).to_string(), "reason": "A neighbour."});
    let _ = world
        .client(by)
        .post(&format!("{}/conflicts", concern.address()), &body)
        .expect(201);
}

fn mine(concern: &Concern) -> Value {
    json!(format!("concern-{}", concern.id))
}

/// How often somebody is asked to take the concern up.
#[track_caller]
fn asked(by: &Client, concern: &Concern) -> usize {
    let mut rows = due_of(by, "/v1/me/actions", "concern_review");
    rows.retain(|row| row["matter"] == mine(concern));
    rows.len()
}

#[track_caller]
fn is_told(by: &Client, concern: &Concern) -> bool {
    let notices = all(by, "/v1/me/notices");
    { notices.iter() }.any(|row| row["matter"] == mine(concern))
}

/// Nothing of it is there for somebody, in any list or at its address.
#[track_caller]
fn sees_nothing(world: &World, who: &str, concern: &Concern) {
    let client = world.client(who);
    let denied = client.get(&concern.address());
    let absent = client.get(&format!("/v1/concerns/{NOTHING}"));
    assert_eq!(told(&denied), told(&absent), "{who}");
    for list in [
        "/v1/concerns",
        "/v1/due",
        "/v1/me/actions",
        "/v1/me/notices",
    ] {
        let rows = json!(all(&client, list)).to_string();
        for hidden in [&concern.id, &concern.reference] {
            assert!(!rows.contains(hidden.as_str()), "{who} {list}: {rows}");
        }
    }
}

fn waiting(world: &World) -> u64 {
    let metrics = world.nobody().get("/metrics").expect(200).text();
    let line =
        { metrics.lines() }.find_map(|line| line.strip_prefix("lanyard_matters_without_owner "));
    line.unwrap().parse().unwrap()
}

/// Somebody at Oakfield is given a role, by two.
fn give(world: &World, who: &str, role: &str) {
    let register = format!("/v1/staff/{}", world.staff(who));
    let role = json!({
        "role": role,
        "academy": world.academy(School::Oakfield),
        "reason": "From today, until further notice.",
    });
    let proposed = world.client("miriam").change(&register, "roles", &role);
    let confirm = format!("roles/{}/confirm", proposed.expect(201).field("id"));
    let _ = world
        .client("esther")
        .change(&register, &confirm, &json!({}))
        .expect(201);
}

#[test]
fn an_adults_concern_whose_head_becomes_conflicted_is_the_trust_leads() {
    let (world, concern) = about_priya();
    let (helen, miriam) = (world.client("helen"), world.client("miriam"));
    assert!(row(&helen, "/v1/concerns", &concern.id).is_some());
    assert!(row(&miriam, "/v1/concerns", &concern.id).is_none());
    she_is_close_to_priya(&world);
    assert!(row(&miriam, "/v1/concerns", &concern.id).is_some());
    assert_eq!(asked(&miriam, &concern), 1);
    world.remind();
    assert!(is_told(&miriam, &concern));
    for name in ["helen", "priya", "ruth", "esther", "jon"] {
        sees_nothing(&world, name, &concern);
    }
    // It is what it was, and the employer has known since it was raised (R3).
    let shown = row(&miriam, "/v1/concerns", &concern.id).unwrap();
    assert_eq!(shown["raised_at"], "2026-11-10T14:05:00.000Z");
    let matter = open_allegation(&miriam, &concern);
    assert_eq!(asked(&miriam, &concern), 0);
    let timeline = all(&miriam, &format!("{matter}/timeline"));
    let sent_on = { timeline.iter() }.find(|entry| entry["kind"] == "concern.rerouted");
    let detail = &sent_on.expect("it stands in the timeline")["detail"];
    assert_eq!(detail["routed_to"], json!(["trust_lead"]));
    assert!(!detail.to_string().contains("relative"));
    assert!(
        !detail
            .to_string()
            .contains(&world.staff("helen").to_string())
    );
    assert_eq!(helen.get(&matter).status, 404);
}

#[test]
fn head_and_trust_lead_conflicted_it_is_the_chairs_who_decides_on_it() {
    let (world, concern) = about_priya();
    mark(&world, "helen", &concern, "miriam");
    she_is_close_to_priya(&world);
    let esther = world.client("esther");
    let _ = esther.get(&concern.address()).expect(200);
    assert_eq!(asked(&esther, &concern), 1);
    for name in ["helen", "miriam", "ruth"] {
        sees_nothing(&world, name, &concern);
    }
    let _ = open_allegation(&esther, &concern);
}

#[test]
fn from_the_trust_lead_it_goes_on_to_the_chair_who_is_asked_to_confirm() {
    let (world, concern) = about_priya();
    she_is_close_to_priya(&world);
    mark(&world, "miriam", &concern, "miriam");
    let esther = world.client("esther");
    let _ = esther.get(&concern.address()).expect(200);
    assert_eq!(asked(&esther, &concern), 1);
    let confirm = due_of(&esther, "/v1/me/actions", "conflict_review");
    assert_eq!(confirm.len(), 1, "{confirm:?}");
    for name in ["helen", "miriam"] {
        sees_nothing(&world, name, &concern);
    }
}

#[test]
fn whoever_it_was_sent_on_to_keeps_it_when_the_next_alternate_is_let_in() {
    let (world, concern) = about_priya();
    she_is_close_to_priya(&world);
    let (miriam, esther) = (world.client("miriam"), world.client("esther"));
    assert_eq!([asked(&miriam, &concern), asked(&esther, &concern)], [1, 0]);
    // R1: the end of its day, and then a day in which nobody answers.
    for time in ["2026-11-10T15:31", "2026-11-11T15:32"] {
        world.now(time);
        world.remind();
    }
    let _ = esther.get(&concern.address()).expect(200);
    assert_eq!([asked(&miriam, &concern), asked(&esther, &concern)], [1, 1]);
    sees_nothing(&world, "helen", &concern);
    // One of them answers: nobody is asked any more.
    let _ = open_allegation(&miriam, &concern);
    assert_eq!([asked(&miriam, &concern), asked(&esther, &concern)], [0, 0]);
}

#[test]
fn with_nobody_left_it_is_hidden_and_counted_until_somebody_is_given_the_role() {
    let (world, concern) = about_priya();
    for who in ["miriam", "esther"] {
        mark(&world, "helen", &concern, who);
    }
    assert_eq!(waiting(&world), 0);
    she_is_close_to_priya(&world);
    for name in ["helen", "miriam", "esther", "ruth"] {
        sees_nothing(&world, name, &concern);
    }
    assert_eq!(waiting(&world), 1);
    world.remind();
    assert_eq!(waiting(&world), 1, "nobody can have it yet");
    let ready = world.nobody().get("/readyz").expect(200).json();
    assert_eq!(ready["impaired"], json!([]));
    give(&world, "tom", "head");
    world.remind();
    assert_eq!(waiting(&world), 0);
    let tom = world.client("tom");
    assert_eq!(asked(&tom, &concern), 1);
    assert!(is_told(&tom, &concern));
    let _ = open_allegation(&tom, &concern);
    for name in ["helen", "miriam", "esther"] {
        sees_nothing(&world, name, &concern);
    }
}

#[test]
fn a_head_who_has_no_successor_leaves_it_to_the_trust_lead() {
    let (world, concern) = about_priya();
    let end = json!({
        "role": "head",
        "academy": world.academy(School::Oakfield),
        "reason": "Left at half-term.",
    });
    let register = format!("/v1/staff/{}", world.staff("helen"));
    let miriam = world.client("miriam");
    let _ = miriam.change(&register, "roles/end", &end).expect(201);
    world.remind();
    assert_eq!(asked(&miriam, &concern), 1);
    let _ = miriam.get(&concern.address()).expect(200);
    sees_nothing(&world, "helen", &concern);
}

#[test]
fn a_childs_concern_whose_safeguarding_leads_all_are_conflicted_is_put_before_the_head() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let (helen, miriam) = (world.client("helen"), world.client("miriam"));
    mark(&world, "callum", &concern, "ruth");
    assert_eq!(asked(&helen, &concern), 0, "Callum has it");
    mark(&world, "helen", &concern, "callum");
    assert_eq!(asked(&helen, &concern), 1);
    world.remind();
    assert!(is_told(&helen, &concern));
    for name in ["ruth", "callum"] {
        sees_nothing(&world, name, &concern);
    }
    mark(&world, "miriam", &concern, "helen");
    assert_eq!(asked(&miriam, &concern), 1);
    sees_nothing(&world, "helen", &concern);
    // The chair sees a child's matter by a grant in their name only: it waits, and is counted.
    mark(&world, "miriam", &concern, "miriam");
    for name in ["ruth", "callum", "helen", "miriam", "esther"] {
        sees_nothing(&world, name, &concern);
    }
    assert_eq!(waiting(&world), 1);
    give(&world, "tom", "dsl");
    world.remind();
    assert_eq!(waiting(&world), 0);
    let tom = world.client("tom");
    assert_eq!(asked(&tom, &concern), 1);
    let _ = open_case(&tom, &concern);
    assert_eq!(asked(&tom, &concern), 0);
}

#[test]
fn one_that_is_watched_goes_on_with_its_review() {
    let (world, concern) = about_priya();
    let helen = world.client("helen");
    let watch = json!({"kind": "monitor", "review_on": "2026-11-24"});
    let _ = triage(&helen, &concern, &watch, "Spoken to; watch.").expect(201);
    assert_eq!(asked(&helen, &concern), 1);
    she_is_close_to_priya(&world);
    let miriam = world.client("miriam");
    assert_eq!(asked(&miriam, &concern), 2, "to be taken up, and reviewed");
    sees_nothing(&world, "helen", &concern);
}

#[test]
fn the_chair_is_told_at_once_of_danger_that_went_to_them_alone() {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("miriam"));
    let mut body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    body["danger_now"] = json!(true);
    let concern = raise(&world.client("tom"), &body);
    world.remind();
    assert!(is_told(&world.client("esther"), &concern));
    for name in ["miriam", "helen", "ruth"] {
        sees_nothing(&world, name, &concern);
    }
}

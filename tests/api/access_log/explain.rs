//! GET /v1/access/explain

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::grants::give;
use crate::scene::scene;
use crate::steps::{
    NOTHING, about_adult, id_of, open_allegation, open_case, raise, staff, threats, told,
};

pub const DOOR: Door = Door {
    route: "GET /v1/access/explain",
    ask: |scene| Ask::of(path(&scene.case, "2026-11-10")),
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

fn path(matter: &str, on: &str) -> String {
    let kind = if matter.starts_with("/v1/allegations/") {
        "allegation"
    } else {
        "case"
    };
    format!("/v1/access/explain?{kind}={}&on={on}", id_of(matter))
}

/// Who could see it, by name, with the rules.
fn could_see(by: &Client, case: &str, on: &str) -> Vec<(String, Vec<String>)> {
    let shown = by.get(&path(case, on)).expect(200).json();
    { shown["items"].as_array().unwrap().iter() }
        .map(|row| {
            let rules = row["by"].as_array().unwrap();
            let policy = |rule: &Value| rule["policy"].as_str().unwrap().to_owned();
            let name = row["name"].as_str().unwrap().to_owned();
            (name, rules.iter().map(policy).collect())
        })
        .collect()
}

#[test]
fn roles_grants_and_conflicts_count_as_they_stood_on_that_day() {
    let world = World::at("2026-11-10T14:05");
    let body = threats(&world, world.oakfield().amara);
    let concern = raise(&world.client("priya"), &body);
    let case = open_case(&world.client("ruth"), &concern);
    let (helen, sunita) = (world.client("helen"), world.client("sunita"));
    world.now("2026-11-12T09:00");
    let zoe = world.staff("zoe");
    let _ = give(&helen, &case, zoe, "2026-11-14T17:00:00Z");
    let mark = json!({
        "staff": world.staff("callum").to_string(), "reason": "A statement names him.",
    });
    let _ = helen.post(&format!("{case}/conflicts"), &mark).expect(201);
    world.now("2026-11-20T09:00");
    let readers = |on: &str| {
        let mut found = could_see(&sunita, &case, on);
        found.sort();
        found
    };
    let by = |name: &str, policy: &str| (name.to_owned(), vec![policy.to_owned()]);
    let (helen, miriam, ruth) = (
        by("Helen Marsh", "matter-head"),
        by("Miriam Adeyemi", "matter-trust-lead"),
        by("Ruth Osei", "matter-dsl"),
    );
    let callum = by("Callum Byrne", "matter-deputy-dsl");
    let zoe = by("Zoe Finch", "case-by-grant");
    assert_eq!(readers("2026-11-09"), []);
    let before = [callum, helen.clone(), miriam.clone(), ruth.clone()];
    assert_eq!(readers("2026-11-10"), before);
    let within = [helen.clone(), miriam.clone(), ruth.clone(), zoe];
    assert_eq!(readers("2026-11-12"), within);
    assert_eq!(
        readers("2026-11-14"),
        [helen, miriam, ruth],
        "it ended at 17:00"
    );
    let shown = sunita.get(&path(&case, "2026-11-12")).expect(200).text();
    assert!(shown.contains("What is routed to a safeguarding lead, of their academy."));
}

#[test]
fn whom_the_case_links_counts_as_on_that_day() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &concern);
    let could = |on: &str| {
        let found = could_see(&world.client("sunita"), &case, on);
        found.iter().any(|(name, _)| name == "Callum Byrne")
    };
    world.now("2026-11-12T09:00");
    let callum = json!({
        "person": {"kind": "staff", "id": world.staff("callum").to_string()},
        "role": "witness", "reason": "He was in the room.",
    });
    let _ = ruth.post(&format!("{case}/people"), &callum).expect(201);
    assert!(could("2026-11-11"), "nobody had named him yet");
    assert!(!could("2026-11-12"));
}

#[test]
fn a_case_that_is_not_there_or_not_for_the_officer_answers_alike() {
    let scene = scene();
    let sunita = scene.client("sunita");
    let absent = sunita.get(&path(NOTHING, "2026-11-10"));
    assert_eq!(absent.status, 404);
    let case = scene.open_case();
    let mark = json!({
        "staff": scene.world.staff("sunita").to_string(), "reason": "Her niece is named.",
    });
    let marked = scene
        .client("ruth")
        .post(&format!("{case}/conflicts"), &mark);
    let _ = marked.expect(201);
    assert_eq!(told(&sunita.get(&path(&case, "2026-11-10"))), told(&absent));
    assert_eq!(
        scene.client("priya").get(&path(&case, "2026-11-10")).status,
        404
    );
}

#[test]
fn of_an_adults_matter_it_says_to_whom_it_had_gone_on_that_day() {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("tom"), &body);
    let helen = world.client("helen");
    let matter = open_allegation(&helen, &concern);
    let _ = give(&helen, &matter, world.staff("zoe"), "2026-11-11T17:00:00Z");
    let by = |name: &str, policy: &str| (name.to_owned(), vec![policy.to_owned()]);
    let head = by("Helen Marsh", "matter-head");
    let granted = by("Zoe Finch", "allegation-by-grant");
    let sorted = |who: &Client, on: &str| {
        let mut found = could_see(who, &matter, on);
        found.sort();
        found
    };
    assert_eq!(
        sorted(&helen, "2026-11-10"),
        [head.clone(), granted.clone()]
    );
    // It comes out that she is close to Priya: the matter is sent on.
    world.now("2026-11-12T09:00");
    let register = format!("/v1/staff/{}", world.staff("helen"));
    let close = json!({"person": staff(world.staff("priya")), "relation": "relative"});
    let _ = helen.change(&register, "relations", &close).expect(201);
    let miriam = world.client("miriam");
    let lead = by("Miriam Adeyemi", "matter-trust-lead");
    assert_eq!(sorted(&miriam, "2026-11-10"), [head.clone(), granted]);
    assert_eq!(
        sorted(&miriam, "2026-11-11"),
        [head],
        "leave ended at 17:00"
    );
    assert_eq!(sorted(&miriam, "2026-11-12"), [lead]);
    assert_eq!(helen.get(&path(&matter, "2026-11-10")).status, 404);
}

#[test]
fn of_an_adults_matter_nobody_else_learns_by_it_that_there_is_one() {
    let scene = scene();
    let matter = scene.open_allegation();
    let absent = format!("/v1/allegations/{NOTHING}");
    for name in [
        "sunita", "kit", "priya", "ruth", "callum", "miriam", "esther", "jon",
    ] {
        let by = scene.client(name);
        let denied = by.get(&path(&matter, "2026-11-10"));
        assert_eq!(
            told(&denied),
            told(&by.get(&path(&absent, "2026-11-10"))),
            "{name}"
        );
        assert_eq!(denied.status, 404, "{name}");
    }
}

#[test]
fn one_matter_is_asked_after_and_no_other_kind() {
    let scene = scene();
    let helen = scene.client("helen");
    let (case, matter) = (id_of(&scene.case), id_of(&scene.allegation));
    for query in [
        format!("case={case}&allegation={matter}&on=2026-11-10"),
        "on=2026-11-10".to_owned(),
        "allegation=nobody&on=2026-11-10".to_owned(),
    ] {
        let answer = helen.get(&format!("/v1/access/explain?{query}"));
        assert_eq!(answer.status, 400, "{query}");
    }
}

#[test]
fn a_day_that_is_still_to_come_is_refused() {
    let scene = scene();
    let sunita = scene.client("sunita");
    for on in ["2026-11-11", "someday"] {
        assert_eq!(sunita.get(&path(&scene.case, on)).status, 400, "{on}");
    }
}

//! The trust board hears that there is a matter: no name, no detail (domain.md 1, row `elt`; playbooks 3.9, 4.10).

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::steps::{
    about_adult, all, do_step, everything, id_of, open_allegation, raise, threshold,
};

/// What the board was told of matters, the newest first.
fn told(world: &World) -> Vec<Value> {
    let mut rows = all(&world.client("iris"), "/v1/me/notices");
    rows.retain(|row| row["item"] == "a_matter");
    rows
}

fn a_matter(world: &World, adult: &str, by: &str) -> String {
    let adult = Some(world.staff(adult));
    let body = about_adult(world, School::Oakfield, world.oakfield().amara, adult);
    open_allegation(&world.client(by), &raise(&world.client("tom"), &body))
}

#[track_caller]
fn tell_board(by: &Client, matter: &str, on: &str) {
    let telling = json!({
        "whom": "board", "when": {"kind": "on", "on": on},
        "reason": "That there is a matter: no name, no detail.",
    });
    let _ = by.change(matter, "telling", &telling).expect(201);
}

#[test]
fn the_board_is_told_on_the_day_once_and_nothing_but_that() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let matter = a_matter(&world, "priya", "helen");
    let _ = helen
        .change(&matter, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    world.remind();
    assert_eq!(told(&world), [json!(null); 0], "nobody decided on it");
    tell_board(&helen, &matter, "2026-11-12");
    world.remind();
    assert_eq!(told(&world), [json!(null); 0], "not before its day");
    world.now("2026-11-12T08:00");
    world.remind();
    world.remind();
    let rows = told(&world);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["matter"], json!(null));
    assert_eq!(rows[0]["reference"], json!(null));
    let text = rows[0].to_string();
    for content in [
        id_of(&matter),
        "allegation",
        "Priya",
        &world.academy(School::Oakfield),
    ] {
        assert!(!text.contains(content), "{content}: {text}");
    }
    let _ = world.client("iris").get(&matter).expect(404);
    // Told is told.
    tell_board(&helen, &matter, "2026-11-13");
    world.now("2026-11-13T08:00");
    world.remind();
    assert_eq!(told(&world).len(), 1);
}

#[test]
fn the_steps_that_tell_the_board_do() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let sent = json!({
        "text": "One sentence, nothing attached.",
        "fields": {"sent_to": "The chair", "sent_at": "14:20"},
    });
    let steps = [
        ("inappropriate_site_on_purpose_staff", "3.9"),
        ("adult_misuses_equipment", "4.10"),
    ];
    for (before, step) in steps.into_iter().enumerate() {
        let matter = a_matter(&world, "priya", "helen");
        let start = json!({"playbook": step.0, "reason": "It was on a school laptop."});
        let _ = helen
            .post(&format!("{matter}/playbooks"), &start)
            .expect(201);
        world.remind();
        assert_eq!(told(&world).len(), before, "{step:?}");
        let _ = do_step(&helen, &matter, step, &sent).expect(201);
        world.remind();
        assert_eq!(told(&world).len(), before + 1, "{step:?}");
    }
}

#[test]
fn whoever_it_is_about_is_told_nothing() {
    let world = World::at("2026-11-10T14:05");
    let (iris, esther) = (world.client("iris"), world.client("esther"));
    let words = ["grabbed", "Iris Penn", "Amara Example"];
    let before = everything(&iris, &words);
    let matter = a_matter(&world, "iris", "esther");
    tell_board(&esther, &matter, "2026-11-10");
    world.remind();
    assert_eq!(everything(&iris, &words), before);
}

#[test]
fn a_conflict_that_comes_later_takes_the_notice_away() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let matter = a_matter(&world, "priya", "helen");
    tell_board(&helen, &matter, "2026-11-10");
    world.remind();
    assert_eq!(told(&world).len(), 1);
    let mark = json!({"staff": world.staff("iris").to_string(), "reason": "A friend of hers."});
    let _ = helen
        .post(&format!("{matter}/conflicts"), &mark)
        .expect(201);
    assert_eq!(told(&world), [json!(null); 0]);
}

/// Who wrote to the board against the decision answers for it; the product tells nobody who was not to be told.
#[test]
fn a_step_tells_nobody_against_a_decision() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let matter = a_matter(&world, "priya", "helen");
    let start = json!({
        "playbook": "adult_misuses_equipment", "reason": "It was on a school laptop.",
    });
    let _ = helen
        .post(&format!("{matter}/playbooks"), &start)
        .expect(201);
    let not_told = json!({
        "whom": "board", "when": {"kind": "not_told", "review_on": "2026-11-20"},
        "reason": "The chief executive is a witness.",
    });
    let _ = helen.change(&matter, "telling", &not_told).expect(201);
    let sent = json!({
        "text": "One sentence, nothing attached.",
        "fields": {"sent_to": "The chair", "sent_at": "14:20"},
    });
    let step = ("adult_misuses_equipment", "4.10");
    let _ = do_step(&helen, &matter, step, &sent).expect(201);
    world.now("2026-11-11T08:00");
    world.remind();
    assert_eq!(told(&world), [json!(null); 0]);
    tell_board(&helen, &matter, "2026-11-11");
    world.remind();
    assert_eq!(told(&world).len(), 1);
}

/// Nobody else will ever say it: what nobody could be told is owed until somebody can.
#[test]
fn with_nobody_to_tell_it_waits_for_somebody() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, esther) = (world.client("miriam"), world.client("esther"));
    let matter = a_matter(&world, "iris", "esther");
    tell_board(&esther, &matter, "2026-11-10");
    world.remind();
    assert_eq!(told(&world), [json!(null); 0]);
    let register = format!("/v1/staff/{}", world.staff("max"));
    let role = json!({"role": "elt", "reason": "Acting chief executive."});
    let proposed = miriam.change(&register, "roles", &role).expect(201);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let _ = esther.change(&register, &confirm, &json!({})).expect(201);
    world.now("2026-11-12T09:00");
    world.remind();
    world.remind();
    let max = all(&world.client("max"), "/v1/me/notices");
    let of_matters = { max.iter() }.filter(|row| row["item"] == "a_matter");
    assert_eq!(of_matters.count(), 1);
    assert_eq!(told(&world), [json!(null); 0]);
}

//! S12: sealed evidence opens only when two different eligible people have agreed, both named, within 30 minutes.

use lanyard_tests::{Answer, Client, World};
use serde_json::json;

use crate::steps::{CHAT, at, attach, chat, etag, open_case, raise, threats};

/// A sealed file in a case of Ruth's, at 14:05.
fn sealed() -> (World, String, String) {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &concern);
    let path = attach(&ruth, &case, &chat());
    let reason = json!({"reason": "It shows what was done to a pupil."});
    let _ = ruth.change(&path, "seal", &reason).expect(201);
    (world, case, path)
}

#[track_caller]
fn ask(by: &Client, path: &str) -> Answer {
    let reason = json!({"reason": "The police ask what the third message says."});
    by.change(path, "openings", &reason)
}

fn agree(by: &Client, path: &str) -> Answer {
    let agreement = format!("{path}/openings/agreement");
    by.post_on(&agreement, &etag(by, path), &json!({}))
}

fn file(by: &Client, path: &str) -> Answer {
    by.get(&format!("{path}/file"))
}

#[test]
fn it_opens_for_the_two_who_agreed_both_named_and_each_opening_is_kept() {
    let (world, _, path) = sealed();
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let _ = ask(&ruth, &path).expect(201);
    assert_eq!(file(&ruth, &path).expect(422).problem(), "evidence-sealed");
    world.now("2026-11-10T14:34");
    let _ = agree(&helen, &path).expect(201);
    let shown = ruth.get(&path).expect(200).json();
    let agreed = &shown["opening_agreed"];
    assert_eq!(agreed["asked_by"], world.staff("ruth").to_string());
    assert_eq!(agreed["by"], world.staff("helen").to_string());
    assert_eq!(
        at(&agreed["until"]),
        lanyard_tests::moment("2026-11-10T15:34")
    );
    for by in [&ruth, &helen, &ruth] {
        assert_eq!(file(by, &path).expect(200).body, CHAT);
    }
    // Not for anybody else who may see the case, nor for longer.
    for name in ["callum", "miriam"] {
        let refused = file(&world.client(name), &path).expect(422);
        assert_eq!(refused.problem(), "evidence-sealed");
    }
    let shown = ruth.get(&path).expect(200).json();
    let opened: Vec<_> = { shown["history"].as_array().unwrap().iter() }
        .filter(|entry| entry["kind"] == "evidence.opened")
        .map(|entry| entry["actor_name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(opened, ["Ruth Osei", "Helen Marsh", "Ruth Osei"]);
    world.now("2026-11-10T15:34");
    assert_eq!(file(&ruth, &path).expect(422).problem(), "evidence-sealed");
}

#[test]
fn the_same_person_twice_is_refused() {
    let (world, _, path) = sealed();
    let ruth = world.client("ruth");
    let _ = ask(&ruth, &path).expect(201);
    let refused = agree(&ruth, &path).expect(403);
    assert_eq!(refused.problem(), "second-person-needed");
    assert_eq!(file(&ruth, &path).expect(422).problem(), "evidence-sealed");
}

#[test]
fn a_conflicted_second_finds_nothing_to_agree_to() {
    let (world, case, path) = sealed();
    let (ruth, callum) = (world.client("ruth"), world.client("callum"));
    let _ = ask(&ruth, &path).expect(201);
    let tag = etag(&callum, &path);
    let mark =
        json!({"staff": world.staff("callum").to_string(), "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let agreement = format!("{path}/openings/agreement");
    let _ = callum.post_on(&agreement, &tag, &json!({})).expect(404);
    assert_eq!(file(&ruth, &path).expect(422).problem(), "evidence-sealed");
    let _ = file(&callum, &path).expect(404);
}

#[test]
fn somebody_without_a_senior_role_cannot_be_one_of_the_two() {
    let (world, _, path) = sealed();
    let ruth = world.client("ruth");
    let _ = ask(&ruth, &path).expect(201);
    for name in ["tom", "priya", "grace", "jon"] {
        let agreement = format!("{path}/openings/agreement");
        let by = world.client(name);
        let _ = by
            .post_on(&agreement, &etag(&ruth, &path), &json!({}))
            .expect(404);
    }
}

#[test]
fn after_half_an_hour_the_request_has_lapsed_and_is_made_anew() {
    let (world, _, path) = sealed();
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let _ = ask(&ruth, &path).expect(201);
    world.now("2026-11-10T14:35");
    assert_eq!(agree(&helen, &path).expect(422).problem(), "opening-lapsed");
    // Helen asks herself, and Ruth is the second.
    let _ = ask(&helen, &path).expect(201);
    let _ = agree(&ruth, &path).expect(201);
    let _ = file(&helen, &path).expect(200);
}

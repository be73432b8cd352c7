//! /v1/break-glass

use lanyard::demo::School;
use lanyard_tests::Answer;
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{NOTHING, all, eventually, pointers, told};

pub const DOOR: Door = Door {
    route: "POST /v1/break-glass",
    ask: |scene| {
        let reference = scene.client("ruth").get(&scene.case);
        Ask::new(
            "/v1/break-glass",
            glass(scene, &reference.field("reference")),
        )
    },
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

pub const LIST: Door = Door {
    route: "GET /v1/break-glass",
    ask: |_| Ask::of("/v1/break-glass"),
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

fn glass(scene: &Scene, reference: &str) -> Value {
    json!({
        "academy": scene.world.academy(School::Oakfield),
        "find": {"kind": "case", "reference": reference},
        "reason": "The child stands at our gate.",
    })
}

#[track_caller]
fn refused(answer: &Answer, status: u16, problem: &str) {
    assert_eq!((answer.status, &*answer.problem()), (status, problem));
}

#[test]
fn only_the_four_roles_may() {
    let scene = scene();
    let case = scene.client("ruth").get(&scene.case).field("reference");
    for name in [
        "priya", "tom", "dev", "jon", "sunita", "kit", "zoe", "alan", "esther",
    ] {
        let answer = scene
            .client(name)
            .post("/v1/break-glass", &glass(&scene, &case));
        refused(&answer, 403, "forbidden");
    }
}

#[test]
fn who_reads_the_case_already_has_no_glass_to_break() {
    let scene = scene();
    let case = scene.client("ruth").get(&scene.case).field("reference");
    for name in ["ruth", "helen", "miriam"] {
        let answer = scene
            .client(name)
            .post("/v1/break-glass", &glass(&scene, &case));
        refused(&answer, 422, "already-reader");
    }
}

#[test]
fn it_takes_a_reason_and_says_so_before_anything_is_looked_for() {
    let scene = scene();
    let case = scene.client("ruth").get(&scene.case).field("reference");
    let grace = scene.client("grace");
    let without = |reference: &str| {
        let mut body = glass(&scene, reference);
        body["reason"] = json!(" ");
        grace.post("/v1/break-glass", &body)
    };
    let there = without(&case);
    assert_eq!(pointers(&there), ["/reason"]);
    assert_eq!(told(&there), told(&without("ZZZZZZZZ")));
}

#[test]
fn what_is_not_there_and_what_may_not_be_opened_so_answer_alike_and_are_recorded() {
    let scene = scene();
    // A case that is closed to Grace by a conflict; an adult's matter; nothing at all.
    let (ruth, grace) = (scene.client("ruth"), scene.client("grace"));
    let case = scene.open_case();
    let mark = json!({
        "staff": scene.world.staff("grace").to_string(),
        "reason": "Her nephew is named.",
    });
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let conflicted = ruth.get(&case).field("reference");
    let adults = scene.client("helen").get(&scene.open_allegation());
    let before = scene.world.recorded();
    let absent = grace.post("/v1/break-glass", &glass(&scene, "ZZZZZZZZ"));
    assert_eq!(absent.status, 404);
    for reference in [conflicted, adults.field("reference")] {
        let denied = grace.post("/v1/break-glass", &glass(&scene, &reference));
        assert_eq!(told(&denied), told(&absent), "{reference}");
    }
    let mut elsewhere = glass(&scene, "ZZZZZZZZ");
    elsewhere["academy"] = json!(NOTHING);
    let denied = grace.post("/v1/break-glass", &elsewhere);
    assert_eq!(told(&denied), told(&absent));
    // Others run beside this test, so there may be more.
    assert!(
        scene.world.recorded() >= before + 4,
        "each attempt stands there"
    );
}

#[test]
fn the_officer_and_the_auditor_see_that_it_was_tried_and_only_the_officer_for_what() {
    let scene = scene();
    let nora = scene.client("nora");
    let _ = nora
        .post("/v1/break-glass", &glass(&scene, "TRYSTED0"))
        .expect(404);
    let by = format!("staff:{}", scene.world.staff("nora"));
    let listed = |name: &str| {
        // Whoever is refused is told no position to wait for.
        eventually(|| {
            let mut rows = all(&scene.client(name), "/v1/break-glass").into_iter();
            rows.find(|row| row["by"] == by.as_str() && row["kind"] == "glass_held")
        })
    };
    let (seen, checked) = (listed("sunita"), listed("kit"));
    assert_eq!(seen, checked);
    assert!(!checked.to_string().contains("gate"), "{checked}");
    let address = format!("/v1/grants/{}", seen["id"].as_str().unwrap());
    let shown = scene.client("sunita").get(&address).expect(200).json();
    assert_eq!(shown["asked"], "case TRYSTED0");
    assert_eq!(shown["reason"], "The child stands at our gate.");
    assert_eq!(scene.client("kit").get(&address).status, 404);
}

//! POST /v1/cases/{case}/assessments, …/wishes, …/measures and …/measures/{measure}/end

use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, all, due_of, open_case, pointers, pupil, raise, threats};

pub const ASSESS: Door = Door {
    route: "POST /v1/cases/{case}/assessments",
    ask: |scene| {
        Ask::new(
            format!("{}/assessments", scene.case),
            safety_plan(&scene.world),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const WISHES: Door = Door {
    route: "POST /v1/cases/{case}/wishes",
    ask: |scene| Ask::new(format!("{}/wishes", scene.case), wishes(&scene.world)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const MEASURE: Door = Door {
    route: "POST /v1/cases/{case}/measures",
    ask: |scene| Ask::new(format!("{}/measures", scene.case), interim(&scene.world)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const END: Door = Door {
    route: "POST /v1/cases/{case}/measures/{measure}/end",
    ask: |scene| {
        let measures = format!("{}/measures", scene.case);
        let taken = scene.client("ruth").post(&measures, &interim(&scene.world));
        let id = taken.expect(201).field("id");
        Ask::new(format!("{measures}/{id}/end"), ended("2026-11-12"))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn amara(world: &World) -> String {
    world.oakfield().amara.to_string()
}

fn safety_plan(world: &World) -> Value {
    json!({
        "pupil": amara(world), "kind": "safety_plan", "review_on": "2026-11-24",
        "text": "Walks to lessons with a friend.",
    })
}

fn wishes(world: &World) -> Value {
    json!({"pupil": amara(world), "how": "symbols", "text": "Pointed to home and to worried."})
}

fn interim(world: &World) -> Value {
    json!({
        "pupil": amara(world), "kind": "interim", "text": "No access to the network for now.",
        "from": "2026-11-10", "until": "2026-11-13",
    })
}

fn ended(on: &str) -> Value {
    json!({"on": on, "reason": "It was not her account."})
}

fn kinds(by: &Client, case: &str) -> Vec<String> {
    let timeline = all(by, &format!("{case}/timeline"));
    { timeline.iter() }
        .map(|entry| entry["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_safety_plan_comes_back_on_its_day_and_a_newer_one_takes_its_place() {
    let scene = scene();
    let case = scene.open_case();
    let ruth = scene.client("ruth");
    let path = format!("{case}/assessments");
    let _ = ruth.post(&path, &safety_plan(&scene.world)).expect(201);
    let due = || -> Vec<Value> {
        let mut rows = due_of(&ruth, "/v1/due", "assessment_review");
        rows.retain(|row| {
            case.ends_with(row["matter"].as_str().unwrap().trim_start_matches("case-"))
        });
        rows
    };
    assert_eq!(due().len(), 1);
    assert_eq!(due()[0]["due_at"], "2026-11-24T17:00:00.000Z");
    assert_eq!(due()[0]["pupil"], json!(amara(&scene.world)));
    let mut newer = safety_plan(&scene.world);
    newer["review_on"] = json!("2026-12-01");
    let _ = ruth.post(&path, &newer).expect(201);
    assert_eq!(due().len(), 1);
    assert_eq!(due()[0]["due_at"], "2026-12-01T17:00:00.000Z");
    // The assessment of risk is another thing.
    let mut risk = safety_plan(&scene.world);
    risk["kind"] = json!("risk_and_needs");
    let _ = ruth.post(&path, &risk).expect(201);
    assert_eq!(due().len(), 2);
    let found = kinds(&ruth, &case);
    let assessed = found.iter().filter(|kind| *kind == "case.assessed");
    assert_eq!(assessed.count(), 3, "all of them stand in the timeline");
}

#[test]
fn wishes_are_kept_with_how_the_child_told_them() {
    let scene = scene();
    let case = scene.open_case();
    let ruth = scene.client("ruth");
    let told = ruth
        .post(&format!("{case}/wishes"), &wishes(&scene.world))
        .expect(201);
    assert!(!told.text().contains("worried"));
    let timeline = all(&ruth, &format!("{case}/timeline"));
    let entry = timeline.last().unwrap();
    assert_eq!(entry["kind"], "case.wishes_heard");
    assert_eq!(entry["detail"]["how"], "symbols");
}

#[test]
fn an_interim_measure_comes_back_on_its_last_day_until_it_is_ended() {
    let scene = scene();
    let case = scene.open_case();
    let ruth = scene.client("ruth");
    let taken = ruth.post(&format!("{case}/measures"), &interim(&scene.world));
    let id = taken.expect(201).field("id");
    let due = || {
        let mut rows = due_of(&ruth, "/v1/due", "measure_end");
        rows.retain(|row| row["measure"] == json!(id));
        rows
    };
    assert_eq!(due()[0]["due_at"], "2026-11-13T17:00:00.000Z");
    let end = format!("measures/{id}/end");
    let _ = ruth.change(&case, &end, &ended("2026-11-12")).expect(201);
    assert_eq!(due().len(), 0);
    let again = ruth.change(&case, &end, &ended("2026-11-12"));
    assert_eq!((again.status, &*again.problem()), (404, "not-found"));
}

#[test]
fn what_is_wrong_is_said_at_its_place_and_changes_nothing() {
    // A trust of its own: nothing else is recorded in it meanwhile.
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let raised = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &raised);
    let before = world.recorded();
    let stranger = json!(world.oakfield().another.to_string());
    let with = |mut body: Value, field: &str, value: Value| {
        body[field] = value;
        body
    };
    for (path, body, pointer) in [
        (
            "measures",
            with(interim(&world), "until", json!(null)),
            "/until",
        ),
        (
            "measures",
            with(interim(&world), "until", json!("2026-11-09")),
            "/until",
        ),
        (
            "measures",
            with(interim(&world), "kind", json!("detention")),
            "/kind",
        ),
        (
            "measures",
            with(interim(&world), "pupil", stranger.clone()),
            "/pupil",
        ),
        (
            "assessments",
            with(safety_plan(&world), "review_on", json!("2026-11-10")),
            "/review_on",
        ),
        (
            "assessments",
            with(safety_plan(&world), "text", json!(" ")),
            "/text",
        ),
        (
            "wishes",
            with(wishes(&world), "how", json!("guessed")),
            "/how",
        ),
        ("wishes", with(wishes(&world), "pupil", stranger), "/pupil"),
    ] {
        let answer = ruth.post(&format!("{case}/{path}"), &body).expect(422);
        assert_eq!(pointers(&answer), [pointer], "{path} {body}");
    }
    let end = format!("measures/{NOTHING}/end");
    assert_eq!(ruth.change(&case, &end, &ended("2026-11-12")).status, 404);
    assert_eq!(world.recorded(), before);
}

/// S08: where both of a name have a plan, the one of whoever was meant stays, and the case with it.
#[test]
fn a_child_corrected_to_another_who_has_a_plan_leaves_one() {
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let raised = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &raised);
    let other = world.oakfield().other_amara;
    let link = json!({"person": pupil(other), "role": "affected"});
    let _ = ruth.post(&format!("{case}/people"), &link).expect(201);
    let mut plan = safety_plan(&world);
    let _ = ruth.post(&format!("{case}/assessments"), &plan).expect(201);
    plan["pupil"] = json!(other.to_string());
    let _ = ruth.post(&format!("{case}/assessments"), &plan).expect(201);
    let correction = json!({
        "from": pupil(world.oakfield().amara), "to": pupil(other), "reason": "Two of that name.",
    });
    let _ = ruth.change(&case, "corrections", &correction).expect(201);
    let _ = ruth.get(&case).expect(200);
    let due = due_of(&ruth, "/v1/due", "assessment_review");
    assert_eq!(due.len(), 1, "{due:?}");
    assert_eq!(due[0]["pupil"], json!(other.to_string()));
}

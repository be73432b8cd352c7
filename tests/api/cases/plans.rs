//! /v1/cases/{case}/plans/{pupil}, and GET /v1/plans

use serde_json::{Value, json};

use lanyard_tests::{Client, World};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{all, due_of, etag, id_of, open_case, pointers, raise, threats};

fn of_amara(scene: &Scene) -> String {
    format!("{}/plans/{}", scene.case, scene.world.oakfield().amara)
}

pub const PUT: Door = Door {
    route: "PUT /v1/cases/{case}/plans/{pupil}",
    ask: |scene| Ask::new(of_amara(scene), plan("early_help", None)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const END: Door = Door {
    route: "POST /v1/cases/{case}/plans/{pupil}/end",
    ask: |scene| {
        let path = format!("{}/end", of_amara(scene));
        Ask::new(path, json!({"on": "2026-11-10", "reason": "Stepped down."}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const LIST: Door = Door {
    route: "GET /v1/plans",
    ask: |_| Ask::of("/v1/plans"),
    wrong: Wrong::SeesNothing("priya"),
};

fn plan(kind: &str, core_group_on: Option<&str>) -> Value {
    json!({
        "kind": kind, "since": "2026-11-02", "social_worker": "Sal Ward",
        "core_group_on": core_group_on, "review_on": core_group_on.map(|_| "2027-01-25"),
    })
}

/// Puts a child of a case on a plan.
#[track_caller]
fn put(by: &Client, case: &str, pupil: &str, body: &Value) {
    let tag = etag(by, case);
    let path = format!("{case}/plans/{pupil}");
    let headers = [("if-match", tag.as_str())];
    let _ = by.send("PUT", &path, Some(body), &headers).expect(200);
}

#[test]
fn the_tracker_shows_what_is_overdue_first_and_what_has_no_date_last() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let pupils = [world.oakfield().amara, world.oakfield().another];
    let [amara, another] = pupils.map(|pupil| pupil.to_string());
    let case = |pupil: &str| open_case(&ruth, &raise(&priya, &threats(&world, pupil)));
    let [one, two, three] = [&amara, &another, &amara].map(|pupil| case(pupil));
    put(&ruth, &one, &amara, &plan("early_help", None));
    put(
        &ruth,
        &two,
        &another,
        &plan("child_protection", Some("2026-11-23")),
    );
    put(
        &ruth,
        &three,
        &amara,
        &plan("child_in_need", Some("2026-11-16")),
    );
    let order = |by: &Client, query: &str| -> Vec<String> {
        let rows = all(by, &format!("/v1/plans{query}"));
        { rows.iter() }
            .map(|row| row["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    let whole = ["child_in_need", "child_protection", "early_help"];
    for reader in ["ruth", "callum", "helen", "miriam"] {
        assert_eq!(order(&world.client(reader), ""), whole, "{reader}");
    }
    for stranger in ["grace", "jon", "dev"] {
        assert!(order(&world.client(stranger), "").is_empty(), "{stranger}");
    }
    assert_eq!(order(&ruth, "?kind=early_help"), ["early_help"]);
    let case = format!("?case={}", id_of(&two));
    assert_eq!(order(&ruth, &case), ["child_protection"]);
    let before = "?due_before=2026-11-20T00:00:00Z";
    assert_eq!(order(&ruth, before), ["child_in_need"]);
    let academy = format!(
        "?academy={}",
        world.academy(lanyard::demo::School::Oakfield)
    );
    assert_eq!(order(&ruth, &academy), whole);
    let _ = ruth.get("/v1/plans?kind=none").expect(400);

    // Page by page it is the same list.
    let first = ruth.get("/v1/plans?limit=2").expect(200).json();
    let next = first["next"].as_str().unwrap();
    let rest = ruth.get(&format!("/v1/plans?limit=2&cursor={next}"));
    assert_eq!(rest.expect(200).json()["items"][0]["kind"], "early_help");

    // The date passes: it is overdue in the tracker, and stands in what is due for the case's owner.
    let overdue = |world: &World| -> Vec<Value> {
        let rows = all(&world.client("ruth"), "/v1/plans");
        rows.iter().map(|row| row["overdue"].clone()).collect()
    };
    assert_eq!(overdue(&world), [false, false, false]);
    assert_eq!(due_of(&ruth, "/v1/due", "plan_date").len(), 2);
    world.now("2026-11-17T09:00");
    assert_eq!(overdue(&world), [true, false, false]);
    let ruth = world.client("ruth");
    put(
        &ruth,
        &three,
        &amara,
        &plan("child_in_need", Some("2026-12-14")),
    );
    let whole = ["child_protection", "child_in_need", "early_help"];
    assert_eq!(order(&ruth, ""), whole);

    let tag = etag(&ruth, &two);
    let end = json!({"on": "2026-11-17", "reason": "Stepped down at the conference."});
    let path = format!("{two}/plans/{another}/end");
    let _ = ruth.post_on(&path, &tag, &end).expect(201);
    assert_eq!(order(&ruth, ""), ["child_in_need", "early_help"]);
    assert_eq!(due_of(&ruth, "/v1/due", "plan_date").len(), 1);
    let timeline = all(&ruth, &format!("{two}/timeline"));
    let kinds: Vec<_> = { timeline.iter() }
        .map(|entry| entry["kind"].as_str())
        .collect();
    assert!(kinds.contains(&Some("case.plan_set")) && kinds.contains(&Some("case.plan_ended")));
}

#[test]
fn a_conflict_takes_the_plan_out_of_the_tracker() {
    let scene = scene();
    let case = scene.open_case();
    let (ruth, callum) = (scene.client("ruth"), scene.client("callum"));
    let amara = scene.world.oakfield().amara.to_string();
    put(
        &ruth,
        &case,
        &amara,
        &plan("looked_after", Some("2026-11-23")),
    );
    let query = format!("/v1/plans?case={}", id_of(&case));
    assert_eq!(all(&callum, &query).len(), 1);
    let body = json!({
        "staff": scene.world.staff("callum").to_string(), "reason": "Named in a statement.",
    });
    let _ = ruth.post(&format!("{case}/conflicts"), &body).expect(201);
    assert!(all(&callum, &query).is_empty());
    assert_eq!(all(&ruth, &query).len(), 1);
}

#[test]
fn only_a_child_of_the_case_is_on_a_plan_whose_dates_make_sense() {
    let scene = scene();
    let case = scene.open_case();
    let ruth = scene.client("ruth");
    let tag = etag(&ruth, &case);
    let headers = [("if-match", tag.as_str())];
    let send = |pupil: String, body: &Value| {
        ruth.send(
            "PUT",
            &format!("{case}/plans/{pupil}"),
            Some(body),
            &headers,
        )
    };
    let early = plan("child_in_need", Some("2026-10-01"));
    let answer = send(scene.world.oakfield().amara.to_string(), &early);
    assert_eq!(pointers(&answer.expect(422)), ["/core_group_on"]);
    let other = send(
        scene.world.oakfield().another.to_string(),
        &plan("early_help", None),
    );
    assert_eq!(pointers(&other.expect(422)), ["/pupil"]);
    let end = json!({"on": "2026-11-10", "reason": "Stepped down."});
    let path = format!("{case}/plans/{}/end", scene.world.oakfield().amara);
    let _ = ruth.post_on(&path, &tag, &end).expect(404);
}

//! GET /v1/audit/deviations

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::steps::{
    about_adult, all, do_step, etag, eventually, id_of, names, open_allegation, open_case, raise,
    step_path, threats,
};

const BULLYING: &str = "bullying_by_email_or_phone";
const ACCUSED: &str = "allegation_against_adult";

pub const DOOR: Door = Door {
    route: "GET /v1/audit/deviations",
    ask: |_| Ask::of("/v1/audit/deviations"),
    // Who reviews broken glasses learns nothing of the work.
    wrong: Wrong::Refused("sunita", 403, "forbidden"),
};

/// The rows of one record.
#[track_caller]
fn of(by: &Client, matter: &str) -> Vec<Value> {
    let mut rows = all(by, "/v1/audit/deviations");
    rows.retain(|row| row["stream"] == id_of(matter));
    rows
}

fn a_case(world: &World) -> String {
    let body = threats(world, world.oakfield().amara);
    open_case(&world.client("ruth"), &raise(&world.client("priya"), &body))
}

#[track_caller]
fn skip(by: &Client, matter: &str, (playbook, step): (&str, &str), reason: &str) {
    let path = format!("{}/skipped", step_path(matter, playbook, step));
    let body = json!({"reason": reason});
    let _ = by.post_on(&path, &etag(by, matter), &body).expect(201);
}

#[test]
fn what_was_left_out_or_chosen_otherwise_is_listed_by_ids_only() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, kit) = (world.client("ruth"), world.client("kit"));
    let case = a_case(&world);
    assert_eq!(of(&kit, &case), [json!(null); 0]);
    skip(&ruth, &case, (BULLYING, "5.2"), "Nothing was to be kept.");
    let fields = json!({"matrix_row": "none", "matrix_reason": "Between the two of them only."});
    let done = json!({"answer": "sanction", "text": "Detention, and a talk.", "fields": fields});
    let _ = do_step(&ruth, &case, (BULLYING, "5.3"), &done).expect(201);
    let rows = of(&kit, &case);
    let kinds: Vec<_> = rows
        .iter()
        .map(|row| row["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["matrix_departed", "step_skipped"],
        "the newest first"
    );
    let ruths = json!(format!("staff:{}", world.staff("ruth")));
    for row in &rows {
        assert_eq!(row["actor"], ruths);
        assert!(
            row["event"].is_string() && row["position"].is_u64(),
            "{row}"
        );
    }
    let text = json!(rows).to_string();
    for content in [
        "kept",
        "Between",
        "Detention",
        BULLYING,
        "5.2",
        "cyber",
        "Amara",
        "case",
    ] {
        assert!(!text.contains(content), "{content}: {text}");
    }
    // Each page is a look at what it lists.
    let looked = format!("/v1/access-log?actor=staff:{}", world.staff("kit"));
    let _ = eventually(|| {
        let looks = all(&kit, &looked);
        looks
            .into_iter()
            .find(|look| look["route"] == "GET /v1/audit/deviations")
    });
}

#[test]
fn an_adults_matter_looks_like_any_other() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen, kit) = (
        world.client("ruth"),
        world.client("helen"),
        world.client("kit"),
    );
    let case = a_case(&world);
    skip(&ruth, &case, (BULLYING, "5.2"), "Nothing was to be kept.");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().another, adult);
    let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let start = json!({"playbook": ACCUSED, "reason": "As the guidance says."});
    let _ = helen
        .post(&format!("{matter}/playbooks"), &start)
        .expect(201);
    skip(&helen, &matter, (ACCUSED, "15.4"), "The police do.");
    let (pupils, adults) = (of(&kit, &case).remove(0), of(&kit, &matter).remove(0));
    assert_eq!(names(&pupils), names(&adults));
    for field in ["kind", "rule"] {
        assert_eq!(pupils[field], adults[field], "{field}");
    }
    for content in ["allegation", "adult", "15.4", "Priya"] {
        assert!(!adults.to_string().contains(content), "{content}");
    }
}

#[test]
fn closing_with_duties_open_and_clocks_that_ran_out_are_listed() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, kit) = (world.client("ruth"), world.client("kit"));
    let body = threats(&world, world.oakfield().amara);
    let concern = raise(&world.client("priya"), &body);
    assert_eq!(of(&kit, &concern.address()), [json!(null); 0]);
    world.now("2026-11-12T09:00");
    let late = of(&kit, &concern.address());
    assert_eq!(late.len(), 1);
    assert_eq!(late[0]["kind"], "late");
    assert_eq!(late[0]["event"], json!(null), "nothing happened");
    // What was late stays so.
    let case = open_case(&ruth, &concern);
    assert_eq!(of(&kit, &concern.address()), late);
    let closing = json!({
        "outcome": "resolved_in_school",
        "reason": "No messages in six weeks.",
        "leaving_open": "Taken up in the weekly meetings.",
        "confirmed_by": world.staff("helen").to_string(),
    });
    let _ = ruth.change(&case, "close", &closing).expect(201);
    let left = { of(&kit, &case).into_iter() }.filter(|row| row["kind"] == "duties_left");
    assert_eq!(left.count(), 1);
}

#[test]
fn an_auditor_with_a_conflict_is_shown_nothing_of_the_matter() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, kit) = (world.client("ruth"), world.client("kit"));
    let before = all(&kit, "/v1/audit/deviations");
    let case = a_case(&world);
    skip(&ruth, &case, (BULLYING, "5.2"), "Nothing was to be kept.");
    assert_eq!(of(&kit, &case).len(), 1);
    let mark = json!({"staff": world.staff("kit").to_string(), "reason": "A nephew of his."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    assert_eq!(all(&kit, "/v1/audit/deviations"), before);
}

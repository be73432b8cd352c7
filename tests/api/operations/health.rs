//! GET /healthz, /readyz, /metrics

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{etag, eventually};

pub const HEALTH: Door = Door {
    route: "GET /healthz",
    ask: |_| Ask::of("/healthz"),
    wrong: Wrong::Nobody,
};

pub const READINESS: Door = Door {
    route: "GET /readyz",
    ask: |_| Ask::of("/readyz"),
    wrong: Wrong::Nobody,
};

pub const METRICS: Door = Door {
    route: "GET /metrics",
    ask: |_| Ask::of("/metrics"),
    wrong: Wrong::Nobody,
};

#[test]
fn a_running_process_is_up_and_ready() {
    let scene = scene();
    let nobody = scene.world.nobody();
    assert_eq!(nobody.get("/healthz").expect(200).field("status"), "up");
    let readiness = nobody.get("/readyz").expect(200).json();
    assert_eq!(
        (&readiness["ready"], &readiness["reasons"]),
        (&json!(true), &json!([]))
    );
}

#[test]
fn metrics_count_by_route_and_status_and_never_by_address() {
    let scene = scene();
    let _ = scene
        .client("ruth")
        .get(&scene.concern.address())
        .expect(200);
    let metrics = scene.world.nobody().get("/metrics").expect(200).text();
    assert!(metrics.contains("/v1/concerns/{concern}"), "{metrics}");
    assert!(!metrics.contains(&scene.concern.id));
}

/// A calendar that is missing for a year is told of a year before, and its deadlines are refused, not guessed.
#[test]
fn a_year_without_bank_holidays_is_told_of_long_before_and_nothing_is_guessed() {
    let world = World::at("2026-11-10T14:05");
    let impaired = || {
        let readiness = world.nobody().get("/readyz").expect(200).json();
        readiness["impaired"].as_array().unwrap().len()
    };
    assert_eq!(impaired(), 0);
    let told = "the bank holidays of a coming year are missing";
    world.now("2027-12-18T12:00");
    let readiness = world.nobody().get("/readyz").expect(200).json();
    assert_eq!(readiness["ready"], json!(true));
    let said = readiness["impaired"][0].as_str().unwrap();
    assert!(said.starts_with(told), "{readiness}");
}

/// Term dates that run out are told of 60 days before, by academy, and hold nothing up.
#[test]
fn academies_whose_term_dates_end_are_named_and_the_process_stays_ready() {
    let world = World::at("2026-11-10T14:05");
    let oakfield = world.academy(School::Oakfield);
    let named = || {
        let readiness = world.nobody().get("/readyz").expect(200).json();
        assert_eq!(readiness["ready"], json!(true));
        let found = readiness["term_dates"].as_array().unwrap().clone();
        { found.into_iter() }.find(|it| it["academy"] == json!(oakfield))
    };
    assert_eq!(named(), None);
    let dev = world.client("dev");
    let path = format!("/v1/academies/{oakfield}");
    let tag = etag(&dev, &path);
    let headers = [("if-match", tag.as_str())];
    let terms = json!({
        "terms": [{"first": "2026-09-02", "last": "2026-12-18"}], "closed": [],
    });
    let _ = dev
        .send("PUT", &format!("{path}/calendar"), Some(&terms), &headers)
        .expect(200);
    let until = json!("2026-12-18");
    let found = eventually(&named);
    assert_eq!(found["known_until"], until);
    let metrics = world.nobody().get("/metrics").expect(200).text();
    assert!(
        metrics.contains("lanyard_term_dates_ending_academies 1"),
        "{metrics}"
    );
    let dashboard = { world.client("jon") }.get("/v1/dashboards/trust");
    let cover = dashboard.expect(200).json()["cover"].clone();
    let row = { cover.as_array().unwrap().iter() }.find(|it| it["academy"] == json!(oakfield));
    assert_eq!(row.unwrap()["terms_until"], until);
}

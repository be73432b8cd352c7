//! GET /healthz, /readyz, /metrics

use lanyard_tests::World;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

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

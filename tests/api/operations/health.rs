//! GET /healthz, /readyz, /metrics

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

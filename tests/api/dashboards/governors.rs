//! GET /v1/dashboards/governors, POST /v1/dashboards/governors/snapshots

use lanyard_tests::{Answer, Client};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::pointers;

pub const SHOW: Door = Door {
    route: "GET /v1/dashboards/governors",
    ask: |_| Ask::of("/v1/dashboards/governors"),
    wrong: Wrong::Refused("jon", 403, "forbidden"),
};

pub const PUBLISH: Door = Door {
    route: "POST /v1/dashboards/governors/snapshots",
    ask: |_| {
        Ask::new(
            "/v1/dashboards/governors/snapshots",
            json!({"first": "2026-09-01", "last": "2026-10-23"}),
        )
    },
    wrong: Wrong::Refused("helen", 403, "forbidden"),
};

/// Publishes the figures of a time.
#[track_caller]
pub fn publish(by: &Client, first: &str, last: &str) -> Answer {
    let body = json!({"first": first, "last": last});
    by.post("/v1/dashboards/governors/snapshots", &body)
}

/// A line of a table of a snapshot, as it is shown.
#[track_caller]
pub fn line(snapshot: &Value, table: &str, line: &str) -> Vec<String> {
    let found = |list: &Value, id: &str| {
        let rows = list.as_array().unwrap();
        { rows.iter() }
            .find(|row| row["id"] == id)
            .unwrap_or_else(|| panic!("no {id}"))
            .clone()
    };
    let row = found(&found(&snapshot["tables"], table)["rows"], line);
    { row["figures"].as_array().unwrap().iter() }
        .map(|figure| figure["shown"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_time_that_cannot_be_published_is_refused_with_the_reason() {
    let scene = scene();
    let miriam = scene.client("miriam");
    for (first, last, code, pointer) in [
        ("2026-10-23", "2026-09-01", "no_term", "/first"),
        ("2026-10-01", "2026-10-07", "no_term", "/first"),
        ("2020-09-01", "2026-10-23", "no_term", "/first"),
        ("2026-09-01", "2026-11-10", "not_over", "/last"),
    ] {
        let answer = publish(&miriam, first, last);
        let body = answer.json();
        assert_eq!(body["errors"][0]["code"], code, "{first} {last} {body}");
        assert_eq!(pointers(&answer), [pointer], "{first} {last}");
    }
    let unknown = json!({"first": "2026-09-01", "last": "2026-10-23", "suppression": "none"});
    let answer = miriam.post("/v1/dashboards/governors/snapshots", &unknown);
    assert_eq!((answer.status, &*answer.problem()), (422, "invalid-body"));
}

/// domain.md 1: the central team, heads and leads count what they may see; a governor what was published.
/// The difference of the two would show a matter in which somebody has a conflict.
#[test]
fn nobody_who_counts_exactly_reads_what_was_published() {
    let scene = scene();
    for name in [
        "miriam", "esther", "helen", "ruth", "callum", "jon", "tom", "priya", "dev", "kit",
        "sunita",
    ] {
        let answer = scene.client(name).get("/v1/dashboards/governors");
        let met = (answer.status, &*answer.problem());
        assert_eq!(met, (403, "forbidden"), "{name}");
    }
    let _ = scene
        .client("alan")
        .get("/v1/dashboards/governors")
        .expect(200);
    let narrowed = scene
        .client("alan")
        .get("/v1/dashboards/governors?academy=1");
    assert_eq!((narrowed.status, &*narrowed.problem()), (400, "bad-query"));
}

//! An entry of a register in which every text holds a canary, and ways to be refused with one.

use lanyard_tests::World;
use serde_json::json;

use super::sent::{Leaving, canary};
use crate::registers::{add, block, make};

/// An entry with a canary in every text.
pub fn entry(world: &World, leaving: &mut Leaving) {
    let (dev, helen) = (world.client("dev"), world.client("helen"));
    let mut body = block(world);
    for field in ["site", "reason", "incident"] {
        body["fields"][field] = json!(canary(field));
    }
    let path = "/v1/registers/filter_changes/entries";
    leaving.recorded("an entry", dev.post(path, &body));
    let entry = add(&dev, "filter_changes", &body);
    let corrected = json!({
        "fields": {"reason": canary("reason-right")},
        "reason": canary("why-corrected"),
    });
    leaving.recorded(
        "a correction",
        dev.change(&entry, "corrections", &corrected),
    );
    let blocked =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    leaving.recorded("a move", make(&dev, &entry, "block_now", &blocked));
    let lifted = json!({"lift_reason": canary("lifted")});
    leaving.recorded("another move", make(&helen, &entry, "lift_block", &lifted));
    refusals(world, leaving);
}

fn refusals(world: &World, leaving: &mut Leaving) {
    let dev = world.client("dev");
    let path = "/v1/registers/filter_changes/entries";
    for (field, value) in [
        ("action", json!(canary("choice"))),
        ("requested_by", json!(canary("id"))),
        ("seen_at", json!(canary("time"))),
        ("temporary", json!(canary("yes-or-no"))),
        ("reason", json!([canary("several")])),
        (&canary("field"), json!(canary("unknown"))),
    ] {
        let mut body = block(world);
        body["fields"][field] = value;
        leaving.refused(field, dev.post(path, &body));
    }
    let narrowed = dev.get(&format!("{path}?where=reason:{}", "words"));
    leaving.refused("a filter", narrowed);
}

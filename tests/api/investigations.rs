//! Looking into suspected misuse, in whichever matter: what its tests send.

use lanyard_events::StaffId;
use lanyard_tests::{Answer, Client, World};
use serde_json::{Value, json};

/// What begins a record with somebody as the second senior.
pub fn proposal(second: StaffId) -> Value {
    json!({
        "device": {"number": "Desktop 12", "place": "Room 4"},
        "computer": {
            "number": "Laptop 7", "place": "The safeguarding office", "used_by_pupils": false,
        },
        "second": second.to_string(),
    })
}

/// Begins a record; its address.
#[track_caller]
pub fn propose(by: &Client, matter: &str, second: StaffId) -> String {
    let path = format!("{matter}/investigations");
    let id = by.post(&path, &proposal(second)).expect(201).field("id");
    format!("{path}/{id}")
}

/// Writes an entry.
pub fn write(by: &Client, record: &str, entry: &Value) -> Answer {
    by.post(&format!("{record}/entries"), entry)
}

/// A record to which the second has agreed; its address.
#[track_caller]
pub fn agreed(by: &Client, matter: &str, second: (&Client, StaffId)) -> String {
    let record = propose(by, matter, second.1);
    let _ = write(second.0, &record, &json!({"kind": "agreed"})).expect(201);
    record
}

/// A sitting of these began.
pub fn sitting(world: &World, present: &[&str], started_at: &str) -> Value {
    json!({
        "kind": "sitting_started", "present": ids(world, present), "started_at": started_at,
    })
}

/// A row of the first sitting, seen by these.
pub fn row(world: &World, seen_by: &[&str], seen_at: &str) -> Value {
    json!({
        "kind": "row_added", "sitting": 1, "address": "bets.example/?slip=<b>1</b>",
        "nature": "A betting site", "seen_at": seen_at, "seen_by": ids(world, seen_by),
        "screenshot": true, "printed": true,
    })
}

/// It was stopped at 14:05.
pub fn stopped(rule: &str) -> Value {
    json!({
        "kind": "stopped", "rule": rule, "stopped_at": "2026-11-10T14:05:00Z",
        "seen": "Both of us; on the desktop in room 4.",
    })
}

fn ids(world: &World, names: &[&str]) -> Vec<String> {
    { names.iter() }
        .map(|name| world.staff(name).to_string())
        .collect()
}

//! The built program is killed under load, two hundred times in one run of the tests.
//!
//! And while it takes in the file of a school before (`imported.rs`).
//!
//! Not here: faults of single writes, which `services/journal` and `services/ledger` make happen
//! step by step.
#![allow(clippy::unwrap_used, reason = "tests")]

mod imported;
mod rounds;

use rounds::{Plan, run};

/// Rounds unless `LANYARD_CRASH_ROUNDS` says otherwise.
const ROUNDS: u64 = 200;

#[test]
fn a_kill_under_load_loses_nothing_acknowledged_and_doubles_nothing() {
    let rounds = std::env::var("LANYARD_CRASH_ROUNDS").map_or(ROUNDS, |text| text.parse().unwrap());
    let tally = run(&Plan { rounds, seed: 1 }).unwrap();
    assert!(tally.acknowledged > rounds, "no load: {tally}");
    assert_eq!((tally.lost, tally.doubled), (0, 0), "{tally}");
    assert_eq!(tally.found, tally.acknowledged, "{tally}");
}

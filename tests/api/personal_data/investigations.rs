//! A record of looking into misuse in which every text holds a canary, and every way to be refused with one.

use lanyard_tests::World;
use serde_json::json;

use super::sent::{Leaving, canary};
use crate::investigations::{agreed, row, sitting, stopped, write};
use crate::steps::{open_case, raise, threats};

const NOW: &str = "2026-11-10T14:05:00Z";

/// A record in a case of its own.
pub fn record(world: &World, leaving: &mut Leaving) {
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let concern = raise(
        &world.client("priya"),
        &threats(world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &concern);
    let machine = |field: &str| json!({"number": canary(field), "place": canary(field)});
    let mut computer = machine("designated");
    computer["used_by_pupils"] = json!(false);
    let mut proposal = json!({
        "device": machine("looked-into"), "computer": computer,
        "second": world.staff("helen").to_string(),
    });
    let path = format!("{case}/investigations");
    leaving.recorded("propose", ruth.post(&path, &proposal));
    proposal["second"] = json!(canary("second"));
    leaving.refused("propose", ruth.post(&path, &proposal));
    let record = agreed(&ruth, &case, (&helen, world.staff("helen")));
    let mut begin = sitting(world, &["ruth", "helen"], NOW);
    begin["others_present"] = json!(canary("others"));
    let mut seen = row(world, &["ruth", "helen"], NOW);
    (seen["address"], seen["nature"]) = (json!(canary("seen-at")), json!(canary("nature")));
    let mut stop = stopped("other_crime");
    stop["seen"] = json!(canary("seen"));
    for entry in [
        json!({"kind": "computer_changed", "computer": computer, "reason": canary("computer-why")}),
        begin,
        seen.clone(),
        json!({"kind": "row_struck", "row": 1, "reason": canary("struck")}),
        stop,
        json!({"kind": "police_reference_given", "police_reference": canary("police")}),
        json!({"kind": "judged", "substance": true, "reasons": canary("substance")}),
    ] {
        leaving.recorded("entry", write(&ruth, &record, &entry));
    }
    leaving.refused("row", write(&ruth, &record, &seen));
    seen["kind"] = json!(canary("kind-of-entry"));
    leaving.refused("entry", write(&ruth, &record, &seen));
}

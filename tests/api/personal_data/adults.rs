//! An adult's matter in which every text holds a canary, and every way to be refused with one.

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use super::sent::{Leaving, canary};
use crate::steps::{about_adult, open_allegation, outcome, raise, staff, threshold};

fn described(field: &str) -> Value {
    json!({"kind": "described", "description": canary(field)})
}

/// A matter with a canary in every text; its address.
pub fn matter(world: &World, leaving: &mut Leaving) -> String {
    let helen = world.client("helen");
    let amara = world.oakfield().amara;
    let mut body = about_adult(world, School::Oakfield, amara, Some(world.staff("priya")));
    body["account"] = json!(canary("adults-account"));
    let allegation = open_allegation(&helen, &raise(&world.client("tom"), &body));
    for (verb, body) in [
        ("notes", json!({"text": canary("adults-note")})),
        (
            "consultations",
            json!({"with": "lado", "adviser": canary("adviser"), "advice": canary("advice")}),
        ),
        (
            "enquiries",
            json!({"looked_at": canary("looked-at"), "found": canary("found")}),
        ),
        (
            "people",
            json!({"person": described("man"), "role": "witness", "reason": canary("linked")}),
        ),
        ("hold", json!({"reason": canary("adults-hold")})),
        ("governors", json!({"reason": canary("adults-governors")})),
        (
            "playbooks",
            json!({"playbook": "allegation_against_adult", "reason": canary("playbook")}),
        ),
    ] {
        leaving.recorded(verb, helen.post(&format!("{allegation}/{verb}"), &body));
    }
    for (verb, body) in decisions(world) {
        leaving.recorded(verb, helen.change(&allegation, verb, &body));
    }
    allegation
}

fn decisions(world: &World) -> Vec<(&'static str, Value)> {
    let miriam = world.staff("miriam");
    let mut limbs = threshold("may_meet_threshold");
    limbs["reasons"] = json!(canary("reasons"));
    let mut came = outcome("false", miriam);
    came["reasons"] = json!(canary("outcome"));
    came["dbs"]["reason"] = json!(canary("dbs"));
    came["tra"]["reason"] = json!(canary("tra"));
    let amara = world.oakfield().amara.to_string();
    vec![
        ("threshold", limbs),
        (
            "telling",
            json!({
                "whom": "adult", "when": {"kind": "not_told", "review_on": "2026-11-24"},
                "reason": canary("telling"),
            }),
        ),
        (
            "interim-measures",
            json!({
                "measure": "suspension", "alternatives": canary("alternatives"),
                "reason": canary("measure"), "review_on": "2026-11-24",
            }),
        ),
        (
            "support-person",
            json!({"person": described("supporter"), "note": canary("support")}),
        ),
        (
            "child-case",
            json!({"pupils": [amara], "reason": canary("child")}),
        ),
        (
            "share-name",
            json!({"person": staff(world.staff("priya")), "reason": canary("shared")}),
        ),
        ("outcome", came),
        (
            "close",
            json!({
                "reason": canary("closed"), "leaving_open": canary("leaving"),
                "confirmed_by": miriam.to_string(),
            }),
        ),
        ("reopen", json!({"reason": canary("reopened")})),
    ]
}

/// Every way to be refused with a canary in what was sent.
pub fn refusals(world: &World, allegation: &str, leaving: &mut Leaving) {
    let helen = world.client("helen");
    let mut wrong = threshold("no_concern");
    wrong["limbs"]["possible_offence"] = json!("yes");
    wrong["reasons"] = json!(canary("contradiction"));
    let herself = outcome(&canary("word"), world.staff("helen"));
    for (verb, body) in [
        ("threshold", wrong),
        ("outcome", herself),
        (
            "match",
            json!({
                "description": canary("unknown"), "staff": world.staff("dev").to_string(),
                "reason": canary("match"),
            }),
        ),
        (
            "support-person",
            json!({"person": staff(world.staff("priya")), "note": canary("accused")}),
        ),
        (
            "corrections",
            json!({"from": described("nobody"), "to": described("other"), "reason": canary("r")}),
        ),
    ] {
        leaving.refused(verb, helen.change(allegation, verb, &body));
    }
}

//! `/v1/grants`, `/v1/break-glass` and the grants of a matter

mod glass;
mod of_allegation;
mod of_case;
mod show;
mod work;

use lanyard_tests::Client;
use serde_json::{Value, json};

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &of_allegation::GIVE,
    &of_allegation::LIST,
    &of_case::GIVE,
    &of_case::LIST,
    &show::DOOR,
    &work::END,
    &work::REVIEW,
    &glass::LIST,
    &glass::DOOR,
];

/// Leave for somebody until a moment.
pub fn leave(to: impl ToString, until: &str) -> Value {
    json!({"to": to.to_string(), "until": until, "reason": "Sampled by the inspection."})
}

/// Gives leave to read a case; the address of the grant.
#[track_caller]
pub fn give(by: &Client, case: &str, to: impl ToString, until: &str) -> String {
    let given = by.post(&format!("{case}/grants"), &leave(to, until));
    format!("/v1/grants/{}", given.expect(201).field("id"))
}

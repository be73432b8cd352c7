//! `/public`

mod additions;
mod concern_form;
mod concerns;
mod receipt;

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &concern_form::DOOR,
    &concerns::DOOR,
    &additions::ADD,
    &additions::STATUS,
    &receipt::DOOR,
];

/// A report that anybody could send.
pub fn body() -> Value {
    json!({
        "about_adult": "no",
        "category": "bullying",
        "people": [{"description": "A girl of year 8 with a red bag", "role": "affected"}],
        "account": "They wait for her behind the sports hall.",
        "danger_now": false,
    })
}

/// Reports something to Oakfield without log-in; reference and secret.
#[track_caller]
pub fn report(world: &World, body: &Value) -> (String, String) {
    let path = format!("/public/{}/concerns", world.academy(School::Oakfield));
    let received = world.nobody().post(&path, body).expect(201);
    (received.field("reference"), received.field("secret"))
}

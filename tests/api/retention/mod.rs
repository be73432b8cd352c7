//! `/v1/retention`: each kind with its day, who sees it, holds.

mod adults;
mod list;
mod who;

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::pupils::{new_pupil_of, upn};
use crate::steps::{all, id_of, open_case, raise, threats};

pub const DOORS: &[&Door] = &[&DOOR];

const DOOR: Door = Door {
    route: "GET /v1/retention",
    ask: |_| Ask::of("/v1/retention"),
    wrong: Wrong::SeesNothing("priya"),
};

/// A pupil of Oakfield who was born on this day; their id.
#[track_caller]
fn pupil_born(world: &World, serial: u32, born: &str) -> String {
    let mut body = new_pupil_of(world, &upn(serial));
    body["date_of_birth"] = json!(born);
    body["year_group"] = json!(13);
    body["mis_id"] = json!(format!("retention-{serial}"));
    let dev = world.client("dev");
    dev.post("/v1/pupils", &body).expect(201).field("id")
}

/// A closed case about a pupil; its address.
#[track_caller]
fn closed_case(world: &World, pupil: &str, category: &str) -> String {
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let mut body = threats(world, pupil);
    body["academy"] = json!(world.academy(School::Oakfield));
    body["category"] = json!(category);
    let case = open_case(&ruth, &raise(&priya, &body));
    let closing = json!({
        "outcome": "resolved_in_school",
        "reason": "Nothing for six weeks.",
        "leaving_open": "Taken up in the weekly meetings.",
        "confirmed_by": world.staff("helen").to_string(),
    });
    let _ = ruth.change(&case, "close", &closing).expect(201);
    case
}

/// The row of a matter, if the caller sees it.
#[track_caller]
fn row_of(by: &Client, query: &str, matter: &str) -> Option<Value> {
    let id = id_of(matter);
    { all(by, &format!("/v1/retention{query}")).into_iter() }
        .find(|row| row["case"] == id || row["allegation"] == id)
}

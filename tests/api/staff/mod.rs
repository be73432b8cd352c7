//! `/v1/staff`

mod email;
mod find;
mod leavers;
mod list;
mod register;
mod relations;
mod roles;
mod show;

use lanyard::demo::School;
use serde_json::{Value, json};

use crate::doors::Door;
use crate::scene::Scene;

pub const DOORS: &[&Door] = &[
    &register::REGISTER,
    &list::DOOR,
    &find::DOOR,
    &show::DOOR,
    &register::LOGIN,
    &email::DOOR,
    &roles::PROPOSE,
    &roles::CONFIRM,
    &roles::END,
    &relations::DOOR,
    &relations::REVIEW,
    &relations::LIFT,
    &register::LEAVE,
];

/// Somebody new at Oakfield, with a log-in of the demonstration's issuer.
pub fn somebody(scene: &Scene, login: &str) -> Value {
    json!({
        "academy": scene.world.academy(School::Oakfield),
        "surname": "Fenwick",
        "forename": "Rosalind",
        "job_title": "Teacher of music",
        "employer": "academy",
        "login": {"issuer": lanyard::demo::issuer::ISSUER, "subject": login},
    })
}

/// Registers somebody as Helen does; the address.
#[track_caller]
pub fn register(scene: &Scene, login: &str) -> String {
    let answer = scene
        .client("helen")
        .post("/v1/staff", &somebody(scene, login));
    format!("/v1/staff/{}", answer.expect(201).field("id"))
}

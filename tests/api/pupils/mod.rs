//! `/v1/pupils`

mod change;
pub mod contacts;
mod court_orders;
mod designations;
mod do_not_contact;
mod file;
mod find;
mod history;
mod leave;
mod list;
mod parts;
mod received;
mod register;
mod show;

pub use received::invented as invented_file;

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use crate::doors::Door;
use crate::scene::Scene;

pub const DOORS: &[&Door] = &[
    &register::DOOR,
    &list::DOOR,
    &find::DOOR,
    &show::DOOR,
    &history::DOOR,
    &file::DOOR,
    &change::DOOR,
    &leave::DOOR,
    &contacts::LIST,
    &contacts::ADD,
    &contacts::PUT,
    &contacts::END,
    &contacts::COMMUNICATION,
    &do_not_contact::MARK,
    &do_not_contact::LIFT,
    &do_not_contact::MARK_FAMILY,
    &do_not_contact::LIFT_FAMILY,
    &court_orders::LIST,
    &court_orders::RECORD,
    &court_orders::DISCHARGE,
    &designations::LIST,
    &designations::RECORD,
    &designations::END,
    &received::LIST,
    &received::TAKE,
];

/// Letters by remainder (Department for Education, "Unique pupil numbers": no I, O, S).
const CHECK_LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// A unique pupil number with its check letter: digits weighted 2 to 13, modulo 23.
pub fn upn(serial: u32) -> String {
    let digits = format!("925700226{serial:03}");
    let sum: u32 = (2..)
        .zip(digits.chars())
        .map(|(w, d)| w * d.to_digit(10).unwrap())
        .sum();
    let letter = CHECK_LETTERS[usize::try_from(sum % 23).unwrap()];
    format!("{}{digits}", char::from(letter))
}

/// A new pupil of Oakfield.
pub fn new_pupil(scene: &Scene, upn: &str) -> Value {
    new_pupil_of(&scene.world, upn)
}

/// The same in any world.
pub fn new_pupil_of(world: &World, upn: &str) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "upn": upn,
        "surname": "Quickthorn",
        "forename": "Peregrine",
        "preferred_forename": "Perry",
        "date_of_birth": "2013-11-02",
        "year_group": 8,
        "mis_id": "4711",
    })
}

/// Registers a pupil as Dev does; the address.
#[track_caller]
pub fn register(scene: &Scene, serial: u32) -> String {
    let answer = scene
        .client("dev")
        .post("/v1/pupils", &new_pupil(scene, &upn(serial)));
    format!("/v1/pupils/{}", answer.expect(201).field("id"))
}

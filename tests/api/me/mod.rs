//! `/v1/me`

mod actions;
mod board;
mod email;
mod notices;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &show::DOOR,
    &actions::DOOR,
    &notices::DOOR,
    &email::SHOW,
    &email::CHOOSE,
];

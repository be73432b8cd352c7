//! `/v1/me`

mod actions;
mod notices;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&show::DOOR, &actions::DOOR, &notices::DOOR];

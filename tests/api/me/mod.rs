//! `/v1/me`

mod actions;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&show::DOOR, &actions::DOOR];

//! `/v1/taxonomy`

mod added;
mod parts;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&show::DOOR];

//! `/v1/taxonomy`

mod added;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&show::DOOR];

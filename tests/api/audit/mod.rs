//! `/v1/audit`

mod deviations;
mod disposals;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&deviations::DOOR, &disposals::DOOR];

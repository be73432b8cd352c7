//! `/v1/trust`

pub mod settings;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&settings::SHOW, &settings::PROPOSE, &settings::CONFIRM];

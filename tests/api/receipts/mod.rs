//! `/v1/receipts`

mod pending;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&pending::DOOR, &show::DOOR];

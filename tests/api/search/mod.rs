//! `/v1/search`

mod find;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&find::DOOR];

//! `/v1/access-log`

mod explain;
mod list;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&list::DOOR, &explain::DOOR];

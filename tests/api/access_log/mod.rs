//! `/v1/access-log`

mod list;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&list::DOOR];

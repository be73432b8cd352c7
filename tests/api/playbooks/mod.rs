//! `/v1/playbooks`

mod list;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&list::DOOR, &show::DOOR];

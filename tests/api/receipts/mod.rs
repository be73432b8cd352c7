//! `/v1/receipts`

mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&show::DOOR];

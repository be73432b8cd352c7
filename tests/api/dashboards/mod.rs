//! `/v1/dashboards`

mod trust;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&trust::DOOR];

//! `/v1/dashboards`

pub mod governors;
pub mod inspection;
mod trust;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &governors::SHOW,
    &governors::PUBLISH,
    &inspection::DOOR,
    &trust::DOOR,
];

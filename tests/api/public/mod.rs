//! `/public`

mod concern_form;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[&concern_form::DOOR];

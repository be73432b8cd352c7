//! `/v1/playbooks`

mod check;
mod list;
mod matrices;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &list::DOOR,
    &show::DOOR,
    &matrices::MATRICES,
    &matrices::USER_ACTIONS,
];

//! `/log`

mod entries;
mod files;
mod proofs;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &files::CHECKPOINT,
    &files::TILE,
    &entries::DOOR,
    &proofs::PROOF,
    &proofs::INNER,
];

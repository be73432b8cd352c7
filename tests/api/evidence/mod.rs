//! `/v1/evidence`

mod custody;
mod destruction;
mod file;
mod matters;
mod openings;
mod order;
mod report;
mod show;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &show::DOOR,
    &file::DOOR,
    &custody::CUSTODY,
    &custody::SEAL,
    &custody::HANDOVER,
    &openings::ASK,
    &openings::AGREE,
    &report::DOOR,
    &destruction::INSTRUCT,
    &destruction::AGREE,
];

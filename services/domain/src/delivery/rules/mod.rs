//! One file per command.

pub(super) mod begin;
pub(super) mod reach;

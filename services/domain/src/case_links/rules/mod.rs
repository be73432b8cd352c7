//! One file per command.

pub(super) mod link;
pub(super) mod unlink;

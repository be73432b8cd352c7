//! One file per command.

pub(super) mod establish;
pub(super) mod publish_taxonomy;
pub(super) mod raise_format;

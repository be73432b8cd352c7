//! One file per command.

pub(super) mod confirm_setting;
pub(super) mod establish;
pub(super) mod propose_setting;
pub(super) mod publish_taxonomy;
pub(super) mod raise_format;
pub(super) mod reopen_log;

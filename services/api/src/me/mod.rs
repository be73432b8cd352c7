//! `/v1/me`: who the caller is, and what they have to do.

pub(crate) mod actions;
pub(crate) mod email;
pub(crate) mod notices;
pub(crate) mod show;

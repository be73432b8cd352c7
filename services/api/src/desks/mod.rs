//! `/v1/desks`: who outside the trust is told of what, how, and by when.

pub(crate) mod list;
pub(crate) mod show;

//! `/v1/access-log`: who looked at what.

pub(crate) mod explain;
pub(crate) mod list;

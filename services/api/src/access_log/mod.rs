//! `/v1/access-log`: who looked at what; and who looked at one matter.

pub(crate) mod explain;
pub(crate) mod list;
pub(crate) mod of_matter;

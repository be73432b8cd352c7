//! `/v1/deliveries`: notices by email that do not go out.

pub(crate) mod list;

//! `/v1/taxonomy`.

pub(crate) mod show;

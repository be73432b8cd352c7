//! `/v1/search`.

pub(crate) mod find;

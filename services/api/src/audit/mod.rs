//! `/v1/audit`: what the auditor reads of matters, by ids only.

pub(crate) mod deviations;
pub(crate) mod disposals;

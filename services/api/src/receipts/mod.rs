//! `/v1/receipts`.

pub(crate) mod pending;
pub(crate) mod show;

//! `/v1/receipts`.

pub(crate) mod show;

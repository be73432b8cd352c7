//! `/v1/due`: what is due in an academy or the trust.

pub(crate) mod list;

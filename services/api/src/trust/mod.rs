//! `/v1/trust`: what the trust settles for itself.

pub(crate) mod settings;

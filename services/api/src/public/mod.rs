//! `/public/{academy}`: without log-in.

pub(crate) mod additions;
pub(crate) mod concern_form;
pub(crate) mod concerns;
pub(crate) mod receipt;

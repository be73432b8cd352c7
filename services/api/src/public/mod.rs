//! `/public/{academy}`: without log-in.

pub(crate) mod concern_form;

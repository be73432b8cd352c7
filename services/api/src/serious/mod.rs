//! Serious incidents, of which the governors are told no more than that.

pub(crate) mod governors;

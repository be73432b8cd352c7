//! `/v1/dashboards`: figures.

mod definitions;
pub(crate) mod governors;
pub(crate) mod inspection;
mod printed;
mod printed_snapshots;
pub(crate) mod trust;

//! `/v1/dashboards`: figures.

pub(crate) mod trust;

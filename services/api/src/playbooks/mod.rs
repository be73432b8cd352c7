//! `/v1/playbooks`: what do we do if …

pub(crate) mod list;
pub(crate) mod matrices;
pub(crate) mod show;
pub(crate) mod steps;

pub(crate) use matrices::matrix;

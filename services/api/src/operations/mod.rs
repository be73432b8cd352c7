//! For whoever runs the process: health, readiness, metrics, the API's description.

pub(crate) mod alone;
pub(crate) mod description;
pub(crate) mod docs;
pub(crate) mod health;
pub(crate) mod metrics;

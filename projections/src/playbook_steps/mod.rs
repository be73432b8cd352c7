//! Playbooks that run in cases: each step as it was asked, where it stands, what was recorded of it.

mod apply;
mod query;

pub(crate) use apply::{apply_case, change_owner};
pub(crate) use query::parsed;
pub use query::{RunningPlaybook, ShownStep, StepState, playbooks_of_case};

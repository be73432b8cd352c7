//! Playbooks that run in matters: each step as it was asked, where it stands, what was recorded of it.

mod apply;
mod query;

pub(crate) use apply::{apply_allegation, apply_case, change_owner};
pub(crate) use query::parsed;
pub use query::{
    RunningPlaybook, ShownStep, StepState, playbooks_of_allegation, playbooks_of_case,
};

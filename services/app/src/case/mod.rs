//! Cases: read, work, close, reopen.

mod close;
mod link;
mod parents;
mod read;
mod starting;
mod steps;
mod work;

pub use read::CaseQuery;
pub use steps::{StepDone, StepSkipped};

use lanyard_access::Action;

use crate::address::Asked;

/// The actions that decide about a case's address when `wanted` is to be done.
const fn asked(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadCase,
        status: Action::ReadCase,
    }
}

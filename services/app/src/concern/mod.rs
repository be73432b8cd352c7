//! Concerns: raise, read, add, correct, triage.

mod correct;
mod pass_on;
mod public;
mod raise;
mod read;
mod triage;

pub use public::{PublicReport, ReportReceived, ReportSecret};
pub use raise::{RaiseConcern, Raised, Received};
pub use read::{ConcernQuery, ConcernShown};
pub use triage::{Triage, TriageChoice, Triaged};

use lanyard_access::Action;
pub use lanyard_domain::concern::Way as PassOnWay;

use crate::address::Asked;

/// The actions that decide about a concern's address when `wanted` is to be done.
const fn asked(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadConcern,
        status: Action::SeeConcernStatus,
    }
}

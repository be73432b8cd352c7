//! Cases: read, work, close, reopen.

mod close;
mod for_the_child;
mod link;
pub(crate) mod linked;
mod parents;
mod plans;
mod read;
mod starting;
pub(crate) mod steps;
mod work;

pub use for_the_child::Measure;
pub use linked::OtherCases;
pub use parents::ParentTold;
pub use read::CaseQuery;
pub(crate) use starting::proposed_for;

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

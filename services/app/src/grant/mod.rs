//! Grants: leave to read a case by name until a set time, given or taken by breaking the glass
//! (domain.md 1 rule 2); and who looked at a case (rule 3).

mod give;
mod glass;
mod read;

pub use give::GiveGrant;
pub use glass::{BreakGlass, GlassBroken};
pub use read::GrantShown;

use lanyard_access::Action;

use crate::address::Asked;

/// The actions that decide about a case's address when `wanted` is to be done with its grants.
const fn of_case(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadCase,
        status: Action::ReadCase,
    }
}

/// The actions that decide about a grant's address when `wanted` is to be done.
const fn of_grant(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadGrant,
        status: Action::ReadGrant,
    }
}

//! Grants: leave to read a case or an adult's matter by name until a set time, given or taken by breaking the glass
//! (domain.md 1 rule 2); and who looked at a matter (rule 3).

mod give;
mod glass;
mod read;

pub use give::GiveGrant;
pub use glass::{BreakGlass, GlassBroken};
pub use read::GrantShown;

use lanyard_access::Action;
use lanyard_events::{AllegationId, CaseId, StreamId};

use crate::address::Asked;

/// What leave is given to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readable {
    /// A pupil's case.
    Case(CaseId),
    /// A matter about an adult.
    Allegation(AllegationId),
}

impl Readable {
    pub(crate) fn stream(self) -> StreamId {
        match self {
            Self::Case(case) => case.stream(),
            Self::Allegation(allegation) => allegation.stream(),
        }
    }

    /// What makes its content visible.
    pub(crate) const fn read(self) -> Action {
        match self {
            Self::Case(_) => Action::ReadCase,
            Self::Allegation(_) => Action::ReadAllegation,
        }
    }

    /// The actions that decide about its address when somebody works on it.
    pub(crate) const fn worked_on(self) -> Asked {
        let read = self.read();
        Asked {
            wanted: match self {
                Self::Case(_) => Action::WorkCase,
                Self::Allegation(_) => Action::WorkAllegation,
            },
            read,
            status: read,
        }
    }

    /// The actions that decide about its address when something is to be done with its grants.
    const fn asked(self) -> Asked {
        let read = self.read();
        Asked {
            wanted: Action::GiveGrant,
            read,
            status: read,
        }
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

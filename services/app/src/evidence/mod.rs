//! Evidence: files that belong to a matter. Taking them in, reading, custody, opening by two, and what R6 asks.

mod barred;
mod capture;
mod files;
mod read;
mod report;
mod work;

pub(crate) use capture::may_be_recorded;
pub use capture::{AddEvidence, EvidenceAdded};
pub use read::{EvidenceFile, EvidenceListed, EvidenceShown};
pub use work::{CustodyPassed, HandedOver};

use lanyard_access::Action;
use lanyard_events::{StreamId, StreamKind};

use crate::address::Asked;

/// The actions that decide about a piece of evidence's address when `wanted` is to be done.
const fn asked(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadEvidence,
        status: Action::ReadEvidence,
    }
}

/// The actions that decide about a matter's address when `wanted` is to be done: whoever raised a concern adds
/// to it and reports it too.
fn asked_of_matter(matter: StreamId, wanted: Action) -> Asked {
    let (read, status) = reading(matter);
    Asked {
        wanted,
        read,
        status,
    }
}

/// The same for reading what belongs to a matter, which is for its readers only.
fn asked_by_readers(matter: StreamId) -> Asked {
    let (read, _) = reading(matter);
    Asked {
        wanted: read,
        read,
        status: read,
    }
}

/// What makes a matter visible, whole and by its status.
fn reading(matter: StreamId) -> (Action, Action) {
    if matter.kind == StreamKind::Concern {
        (Action::ReadConcern, Action::SeeConcernStatus)
    } else if matter.kind == StreamKind::Allegation {
        (Action::ReadAllegation, Action::ReadAllegation)
    } else {
        (Action::ReadCase, Action::ReadCase)
    }
}

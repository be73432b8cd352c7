//! Events of a grant: reading a case by name until a set time (domain.md 1 rule 2).

use crate::at::At;
use crate::id::StaffId;
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;
use crate::stream::StreamId;

payloads! {
    /// Somebody may read a case by name.
    "grant.given" v 1 GrantGiven {
        /// The case.
        matter: StreamId,
        /// Who may read it.
        to: StaffId,
        /// Until when.
        until: At,
        /// Why.
        reason: Sensitive<String>,
    }
    /// It was taken back before its time.
    "grant.ended" v 1 GrantEnded {
        /// Why.
        reason: Sensitive<String>,
    }
}

aggregate! {
    /// An event of a grant.
    GrantEvent {
        Given(GrantGiven),
        Ended(GrantEnded),
    }
}

//! Events of a matter about an adult: an allegation or a low-level concern, kept apart from pupils'
//! cases (domain.md 2, "Adults' matter").

use crate::id::{ConcernId, StaffId};
use crate::payload::{aggregate, payloads};
use crate::person::LinkedPerson;
use crate::roles::Role;
use crate::sensitive::Sensitive;
use crate::taxonomy::CategoryId;

payloads! {
    /// A matter about an adult was opened from a concern.
    "allegation.opened" v 1 AllegationOpened {
        /// The concern it comes from.
        concern: ConcernId,
        /// Category, from the taxonomy.
        category: CategoryId,
        /// People of the concern with their parts.
        people: Vec<LinkedPerson>,
        /// The roles whose holders may see it, as the concern was routed.
        routed_to: Vec<Role>,
        /// The case manager.
        owner: StaffId,
        /// Why it was opened.
        reason: Sensitive<String>,
        /// Reference to quote: says nothing of the content.
        reference: String,
    }
}

aggregate! {
    /// An event of an adult's matter.
    AllegationEvent {
        Opened(AllegationOpened),
    }
}

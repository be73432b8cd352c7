//! Events of a document of policy: a playbook, a matrix, the table of user actions. What is published
//! is a whole file, so that the record alone says by which words people worked.

use crate::id::{PolicyProposalId, StaffId};
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;

payloads! {
    /// Somebody proposed an edition: nothing changes until a second person publishes it.
    "policy.proposed" v 1 PolicyProposed {
        /// The proposal's id.
        proposal: PolicyProposalId,
        /// The document by its name: `playbook.cyber_bullying`.
        document: String,
        /// The edition's number.
        edition: u16,
        /// The whole file.
        text: String,
        /// Why it is to change.
        reason: Sensitive<String>,
        /// Who proposed it.
        by: StaffId,
    }
    /// An edition came into force: for what begins from here on.
    "policy.published" v 2 PolicyPublished {
        /// The proposal.
        proposal: PolicyProposalId,
        /// The document by its name.
        document: String,
        /// The edition's number.
        edition: u16,
        /// The whole file.
        text: String,
        /// Who proposed it.
        proposed_by: StaffId,
        /// The second person, who published it.
        published_by: StaffId,
        /// The edition that the release brought then; none of a document of the trust's own, and where an event of
        /// version 1 did not say.
        beside: Option<u16>,
    }
    /// The trust's edition is no longer in force: the shipped one is, where there is one.
    "policy.withdrawn" v 1 PolicyWithdrawn {
        /// The document by its name.
        document: String,
        /// The edition that was in force.
        edition: u16,
        /// Why.
        reason: Sensitive<String>,
        /// Who withdrew it.
        by: StaffId,
    }
}

aggregate! {
    /// An event of a document of policy.
    PolicyEvent {
        Proposed(PolicyProposed),
        Published(PolicyPublished),
        Withdrawn(PolicyWithdrawn),
    }
}

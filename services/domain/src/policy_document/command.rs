//! What can be asked of a document of policy. Facts from outside travel in the commands.

use std::sync::Arc;

use lanyard_events::{PolicyProposalId, Sensitive, StaffId};

use crate::command::commands;
use crate::policy::{DocumentId, InForce};

commands! {
    /// Any command to a document of policy.
    Propose, Publish, Withdraw,
}

/// Proposes an edition; it takes the place of a proposal that still stands.
#[derive(Debug, Clone)]
pub struct Propose {
    /// The document.
    pub document: DocumentId,
    /// Id of the proposal.
    pub proposal: PolicyProposalId,
    /// The whole file.
    pub text: String,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who proposes it.
    pub by: StaffId,
    /// Fact: what is in force now.
    pub in_force: Arc<InForce>,
}

/// Publishes what somebody else proposed.
#[derive(Debug, Clone)]
pub struct Publish {
    /// The document.
    pub document: DocumentId,
    /// The proposal.
    pub proposal: PolicyProposalId,
    /// Who publishes it.
    pub by: StaffId,
    /// Fact: what is in force now.
    pub in_force: Arc<InForce>,
}

/// Takes the trust's edition out of force. Like taking a role away it needs one person, and is immediate.
#[derive(Debug, Clone)]
pub struct Withdraw {
    /// The document.
    pub document: DocumentId,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who withdraws it.
    pub by: StaffId,
    /// Fact: what is in force now.
    pub in_force: Arc<InForce>,
}

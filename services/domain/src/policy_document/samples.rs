//! An edition of the playbook for games, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use lanyard_events::policy::{PolicyEvent, PolicyProposed, PolicyPublished, PolicyWithdrawn};
use lanyard_events::{PolicyProposalId, StaffId};

use super::{Propose, Publish, Withdraw};
use crate::policy::{DocumentId, InForce};
use crate::scenario::{id, words};

pub(crate) const LEAD: u8 = 1;
pub(crate) const SECOND: u8 = 2;

pub(crate) fn games() -> DocumentId {
    DocumentId::parse("playbook.age_inappropriate_games").unwrap()
}

pub(crate) fn text(edition: u16) -> String {
    let edition = format!("edition = {edition}");
    let shipped = games().shipped_text().unwrap();
    shipped.replacen("edition = 1", &edition, 1)
}

pub(crate) fn propose(number: u8, edition: u16) -> Propose {
    Propose {
        document: games(),
        proposal: PolicyProposalId::new(id(number)),
        text: text(edition),
        reason: words("The helpline has another name now."),
        by: StaffId::new(id(LEAD)),
        in_force: Arc::new(InForce::shipped()),
    }
}

pub(crate) fn publish(number: u8) -> Publish {
    Publish {
        document: games(),
        proposal: PolicyProposalId::new(id(number)),
        by: StaffId::new(id(SECOND)),
        in_force: Arc::new(InForce::shipped()),
    }
}

pub(crate) fn withdraw() -> Withdraw {
    Withdraw {
        document: games(),
        reason: words("It named the wrong form."),
        by: StaffId::new(id(LEAD)),
        in_force: Arc::new(InForce::shipped()),
    }
}

pub(crate) fn proposed(number: u8, edition: u16) -> PolicyEvent {
    let propose = propose(number, edition);
    PolicyProposed {
        proposal: propose.proposal,
        document: propose.document.to_string(),
        edition,
        text: propose.text,
        reason: propose.reason,
        by: propose.by,
    }
    .into()
}

pub(crate) fn published(number: u8, edition: u16) -> PolicyEvent {
    PolicyPublished {
        proposal: PolicyProposalId::new(id(number)),
        document: games().to_string(),
        edition,
        text: text(edition),
        proposed_by: StaffId::new(id(LEAD)),
        published_by: StaffId::new(id(SECOND)),
        beside: Some(1),
    }
    .into()
}

pub(crate) fn withdrawn(edition: u16) -> PolicyEvent {
    PolicyWithdrawn {
        document: games().to_string(),
        edition,
        reason: withdraw().reason,
        by: StaffId::new(id(LEAD)),
    }
    .into()
}

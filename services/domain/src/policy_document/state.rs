//! What the events of a document of policy add up to.

use std::collections::BTreeSet;

use lanyard_events::PolicyProposalId;
use lanyard_events::policy::{PolicyEvent, PolicyProposed};

use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// A document of policy.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nobody ever proposed an edition: the shipped one is in force, where there is one.
    #[default]
    Absent,
    /// Editions were proposed.
    There(Box<Record>),
    /// Something of it was erased, so nobody knows which editions there were.
    Erased,
}

/// What is known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// The proposal that stands.
    pub standing: Option<PolicyProposed>,
    /// The trust's edition in force.
    pub in_force: Option<u16>,
    /// Its file, which the views may not have yet.
    pub(super) text: Option<String>,
    /// The highest edition that was ever in force.
    pub highest: u16,
    /// Proposals that were published.
    pub(super) published: BTreeSet<PolicyProposalId>,
}

impl Record {
    /// The file of the trust's edition in force.
    #[must_use]
    pub fn text_in_force(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

impl State {
    /// What is known of it, if anything was ever proposed.
    #[must_use]
    pub const fn record(&self) -> Option<&Record> {
        match self {
            Self::There(record) => Some(record),
            Self::Absent | Self::Erased => None,
        }
    }

    pub(super) fn must_be_readable(&self) -> Result<(), Refusal> {
        if *self == Self::Erased {
            let detail = "Editions of this document were erased: it cannot be edited any more.";
            return Err(Refusal::new(Code::Erased, detail));
        }
        Ok(())
    }

    pub(super) fn evolve(self, event: &PolicyEvent) -> Result<Self, ImpossibleHistory> {
        let mut record = match self {
            Self::Erased => return Ok(Self::Erased),
            Self::Absent => Box::default(),
            Self::There(record) => record,
        };
        match event {
            PolicyEvent::Proposed(proposed) => record.standing = Some(proposed.clone()),
            PolicyEvent::Published(published) => {
                let standing = record.standing.take();
                if standing.is_none_or(|it| it.proposal != published.proposal) {
                    return Err(ImpossibleHistory::at(event.kind()));
                }
                record.in_force = Some(published.edition);
                record.text = Some(published.text.clone());
                record.highest = record.highest.max(published.edition);
                record.published.insert(published.proposal);
            }
            PolicyEvent::Withdrawn(withdrawn) => {
                if record.in_force.take() != Some(withdrawn.edition) {
                    return Err(ImpossibleHistory::at(event.kind()));
                }
                record.text = None;
            }
        }
        Ok(Self::There(record))
    }

    pub(super) fn evolve_erased(self) -> Self {
        Self::Erased
    }
}

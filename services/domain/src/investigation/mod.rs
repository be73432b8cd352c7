//! The record of looking into suspected misuse (domain.md 2, "Investigation record"; playbook 18, M1 to M11).
//! A case and an adult's matter share all of it; each records the facts as an event of its own (ADR 22).
//!
//! It is never done alone (R19): two unconflicted seniors, both named, are there at every sitting. That holds
//! for the record only. What a lone member of staff saw is a concern, and is always taken (domain.md 1 rule 4).
//!
//! Not here: who may see the matter (`services/access`), hiding the matter's files after a suspected image
//! (`services/app`, R6).

mod command;
mod record;
mod rules;
#[cfg(test)]
pub(crate) mod samples;

use lanyard_events::At;
use lanyard_events::allegation::{AllegationEvent, AllegationInvestigationRecorded};
use lanyard_events::case::{CaseEvent, CaseInvestigationRecorded};

pub use command::{Computer, InvestigationEntry, InvestigationFacts, RecordInvestigation};
pub use record::{Investigation, Investigations, Judgement, Row, Sitting};

use crate::refusal::Refusal;

/// Decides on an entry, for either kind of matter.
pub(crate) fn decide<E: From<Recorded>>(
    investigations: &Investigations,
    command: RecordInvestigation,
    at: At,
) -> Result<Vec<E>, Refusal> {
    let investigation = command.investigation;
    let facts = rules::decide(investigations, command, at)?;
    let event = |fact| {
        E::from(Recorded {
            investigation,
            fact,
        })
    };
    Ok(facts.into_iter().map(event).collect())
}

/// What was written into which record.
pub(crate) struct Recorded {
    investigation: lanyard_events::InvestigationId,
    fact: lanyard_events::investigation::InvestigationFact,
}

impl From<Recorded> for CaseEvent {
    fn from(recorded: Recorded) -> Self {
        CaseInvestigationRecorded {
            investigation: recorded.investigation,
            fact: recorded.fact,
        }
        .into()
    }
}

impl From<Recorded> for AllegationEvent {
    fn from(recorded: Recorded) -> Self {
        AllegationInvestigationRecorded {
            investigation: recorded.investigation,
            fact: recorded.fact,
        }
        .into()
    }
}

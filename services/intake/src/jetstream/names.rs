//! Names of streams, consumer and subjects.

use async_nats::jetstream::message::PublishMessage;
use lanyard_events::AcademyId;
use thiserror::Error;

use super::board::Posted;
use crate::port::Proposal;

/// Last part of the subject of what belongs to no academy.
const TRUST: &str = "trust";
const INTAKE: &str = "LANYARD_INTAKE";
const PARKED: &str = "LANYARD_PARKED";
const CHECKPOINTS: &str = "LANYARD_CHECKPOINTS";
const FACTS: &str = "LANYARD_FACTS";
/// The durable consumer that all recorders share.
pub(crate) const RECORDER: &str = "recorder";

/// A prefix that cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a prefix of NATS names is 1 to 32 lower-case letters, digits and underscores")]
pub struct NameError;

/// What streams and subjects are called: `LANYARD_INTAKE` and `lanyard.intake.<academy>`, or the
/// same behind a prefix, so that more than one installation (or test) can share an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    prefix: Option<String>,
}

impl Names {
    /// Names behind a prefix: `t1` gives `T1_LANYARD_INTAKE` and `t1.lanyard.intake.>`.
    ///
    /// # Errors
    /// The prefix has other characters than names of streams and parts of subjects may have.
    pub fn prefixed(prefix: &str) -> Result<Self, NameError> {
        let fits = (1..=32).contains(&prefix.len())
            && prefix
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if !fits {
            return Err(NameError);
        }
        Ok(Self {
            prefix: Some(prefix.to_owned()),
        })
    }

    /// The work queue of proposals.
    #[must_use]
    pub fn intake(&self) -> String {
        self.stream(INTAKE)
    }

    /// What could not be read, kept for whoever looks into it.
    #[must_use]
    pub fn parked(&self) -> String {
        self.stream(PARKED)
    }

    /// The newest signed checkpoints.
    #[must_use]
    pub fn checkpoints(&self) -> String {
        self.stream(CHECKPOINTS)
    }

    /// What other systems are told.
    #[must_use]
    pub fn facts(&self) -> String {
        self.stream(FACTS)
    }

    pub(crate) fn facts_subjects(&self) -> String {
        self.subject("facts", ">")
    }

    pub(crate) fn facts_subject(&self, end: &str) -> String {
        self.subject("facts", end)
    }

    /// Of no stream: who is not there does not hear it.
    pub(crate) fn traces_subject(&self) -> String {
        self.subject("traces", "recorded")
    }

    pub(crate) fn checkpoint_subjects(&self) -> String {
        self.subject("checkpoints", "*")
    }

    pub(crate) fn checkpoint_subject(&self, which: Posted) -> String {
        self.subject(
            "checkpoints",
            match which {
                Posted::Inner => "inner",
                Posted::Outside => "outside",
            },
        )
    }

    pub(crate) fn intake_subjects(&self) -> String {
        self.subject("intake", ">")
    }

    pub(crate) fn parked_subjects(&self) -> String {
        self.subject("parked", ">")
    }

    /// By academy, so that permissions and monitoring can be; nothing personal.
    pub(crate) fn intake_subject(&self, academy: Option<AcademyId>) -> String {
        match academy {
            Some(academy) => self.subject("intake", &academy.to_string()),
            None => self.subject("intake", TRUST),
        }
    }

    /// Where a message that came on a subject of the intake is parked.
    pub(crate) fn parked_subject(&self, intake_subject: &str) -> String {
        let last = intake_subject.rsplit('.').next().unwrap_or(TRUST);
        self.subject("parked", last)
    }

    fn stream(&self, name: &str) -> String {
        match &self.prefix {
            Some(prefix) => format!("{}_{name}", prefix.to_uppercase()),
            None => name.to_owned(),
        }
    }

    fn subject(&self, kind: &str, last: &str) -> String {
        match &self.prefix {
            Some(prefix) => format!("{prefix}.lanyard.{kind}.{last}"),
            None => format!("lanyard.{kind}.{last}"),
        }
    }
}

/// The subject of a proposal: that of the academy of its events.
pub(crate) fn subject_of(names: &Names, proposal: &Proposal) -> String {
    let first = proposal.events.first();
    names.intake_subject(first.and_then(|event| event.envelope.academy))
}

/// Names one attempt: the same command decided again has new event ids.
pub(crate) fn with_attempt_id(message: PublishMessage, proposal: &Proposal) -> PublishMessage {
    let command = proposal.command;
    message.message_id(match proposal.events.first() {
        Some(event) => format!("{command}-{}", event.envelope.id),
        None => command.to_string(),
    })
}

//! From decided events to a durable record: form, seal, propose, and give an honest answer.

use lanyard_events::{
    AcademyId, Actor, At, CommandId, Envelope, Event, EventId, EventType, Position, Revision,
    StreamId,
};
use lanyard_intake::{Answer, IntakeError, NewKey, Proposal, Reason};
use lanyard_vault::KeyAnswer;
use tracing::Instrument;

use crate::app::App;
use crate::context::Done;
use crate::error::AppError;

/// A proposal is worth so much: after that the recorder refuses it and the API says 503
/// (design.md 1.4).
pub(crate) const EXPIRES_MILLIS: i64 = 3_000;

/// Decided events for one stream, and all that their envelopes need.
pub(crate) struct Change {
    pub(crate) stream: StreamId,
    /// Newest event of the stream when it was decided; none for a new stream.
    pub(crate) tip: Option<Tip>,
    pub(crate) events: Vec<Event>,
    pub(crate) academy: Option<AcademyId>,
    pub(crate) actor: Actor,
    /// When it happened in the world; mostly the moment of deciding.
    pub(crate) occurred_at: At,
    pub(crate) cause: Option<Cause>,
    pub(crate) command: CommandId,
    pub(crate) content: [u8; 32],
    /// Only a new concern waits for a recorder that is away (design.md 1.4).
    pub(crate) expires: bool,
}

/// The newest event of a stream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tip {
    pub(crate) revision: Revision,
    pub(crate) digest: [u8; 32],
}

/// The event that a reaction follows from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cause {
    pub(crate) causation: EventId,
    pub(crate) correlation: EventId,
}

/// How a proposal ended, where deciding again may help.
pub(crate) enum Submitted {
    /// It stands in the record, now or from an earlier identical command.
    Done(Done),
    /// The stream has moved on.
    Conflict { actual: Option<Revision> },
}

impl App {
    /// Forms, seals and proposes; answers once the outcome is known.
    pub(crate) async fn submit(&self, change: Change) -> Result<Submitted, AppError> {
        let stream = change.stream;
        let command = change.command;
        let content = change.content;
        let (proposal, first) = self.form(change)?;
        let span = tracing::info_span!("propose", otel.kind = "producer");
        match self.parts.intake.submit(proposal).instrument(span).await {
            Ok(Answer::Recorded { last, revision, .. }) => Ok(Submitted::Done(Done {
                stream,
                revision,
                position: last,
                event: Some(first),
                replayed: false,
            })),
            Ok(Answer::Replayed {
                last,
                revision,
                note,
                ..
            }) => Ok(Submitted::Done(replayed(stream, last, revision, &note))),
            Ok(Answer::Refused(Reason::Conflict { actual })) => Ok(Submitted::Conflict { actual }),
            Ok(Answer::Refused(Reason::CommandReused)) => Err(AppError::CommandReused),
            Ok(Answer::Refused(Reason::Expired) | Answer::Failed)
            | Err(IntakeError::Full | IntakeError::Closed | IntakeError::TooLarge) => {
                Err(AppError::NotRecorded)
            }
            Err(IntakeError::Pending) if self.parts.promise.holds() => Err(AppError::Pending),
            Err(IntakeError::NoAnswer | IntakeError::Pending) => {
                self.ask_the_journal(command, content).await
            }
        }
    }

    /// Nothing was heard: the store knows whether the command is in it.
    async fn ask_the_journal(
        &self,
        command: CommandId,
        content: [u8; 32],
    ) -> Result<Submitted, AppError> {
        match self.replay(command, content).await {
            Ok(Some(done)) => Ok(Submitted::Done(done)),
            Ok(None) | Err(AppError::Unavailable) => Err(AppError::OutcomeUnknown),
            Err(error) => Err(error),
        }
    }

    /// The answer to an earlier command of the same id, if there is one.
    ///
    /// # Errors
    /// `CommandReused` when the id stands for other content.
    pub(crate) async fn replay(
        &self,
        command: CommandId,
        content: [u8; 32],
    ) -> Result<Option<Done>, AppError> {
        let Some(found) = self.parts.journal.command(command).await? else {
            return Ok(None);
        };
        if found.content != content {
            return Err(AppError::CommandReused);
        }
        Ok(Some(replayed(
            found.stream,
            found.place.last,
            found.place.revision,
            &found.note,
        )))
    }

    fn form(&self, change: Change) -> Result<(Proposal, EventId), AppError> {
        let (owner, new_key) = match change.tip {
            None => {
                let (owner, wrapped) = self.parts.vault.draw_owner_key(change.stream);
                let new_key = NewKey {
                    key_id: wrapped.key_id,
                    bytes: wrapped.bytes,
                };
                (owner, Some(new_key))
            }
            Some(_) => match self.parts.vault.owner_key(change.stream)? {
                KeyAnswer::Key(owner) => (owner, None),
                KeyAnswer::Destroyed | KeyAnswer::Missing => {
                    return Err(AppError::Internal {
                        what: "the key of a stream that is to be changed is gone",
                        source: None,
                    });
                }
            },
        };
        let at = self.now();
        let mut prev = change.tip.map(|tip| tip.digest);
        let mut revision = Revision::after(change.tip.map(|tip| tip.revision));
        let mut sealed = Vec::with_capacity(change.events.len());
        for event in &change.events {
            let kind = event.kind();
            let envelope = Envelope {
                id: self.event_id(at),
                stream: change.stream,
                revision,
                event_type: EventType::known(kind.event_type),
                schema_version: kind.version,
                academy: change.academy,
                actor: change.actor,
                occurred_at: change.occurred_at,
                proposed_at: at,
                causation: change.cause.map(|cause| cause.causation),
                correlation: change.cause.map(|cause| cause.correlation),
                prev,
            };
            let formed = self.parts.vault.form(&owner, envelope, event);
            prev = Some(formed.digest);
            revision = revision.next();
            sealed.push(formed.sealed);
        }
        let first = sealed
            .first()
            .map(|event| event.envelope.id)
            .expect("a change has at least one event");
        let proposal = Proposal {
            stream: change.stream,
            expected: change.tip.map(|tip| tip.revision),
            command: change.command,
            content: change.content,
            // A replayed answer names the first event again, for its receipt.
            note: first.uuid().as_bytes().to_vec(),
            expires_at: change
                .expires
                .then(|| At::from_millis(at.millis() + EXPIRES_MILLIS)),
            events: sealed,
            new_key,
        };
        Ok((proposal, first))
    }
}

fn replayed(stream: StreamId, last: Position, revision: Revision, note: &[u8]) -> Done {
    Done {
        stream,
        revision,
        position: last,
        event: uuid::Uuid::from_slice(note).ok().map(EventId::new),
        replayed: true,
    }
}

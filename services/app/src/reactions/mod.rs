//! What spans two streams: a first fact, and a reaction with a command id derived from it.
//!
//! The use case runs the reaction at once; the worker runs it again for every such fact, which
//! finishes what a crash has cut off and otherwise records nothing.

mod case_follows_correction;
mod case_follows_triage;

use lanyard_events::concern::ConcernEvent;
use lanyard_events::{Event, EventId, Recorded, StreamKind};
use lanyard_vault::Opened;

use crate::app::App;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// The types that something follows from; all others are not even opened.
const CAUSES: [&str; 2] = ["concern.triaged", "concern.person_corrected"];

impl App {
    /// Runs what follows from one recorded event, if anything does. Repeating it is harmless.
    ///
    /// # Errors
    /// When the store or the recorder is away. A refusal is no error: the fact stands, and the
    /// reason why nothing followed is logged.
    pub async fn follow_up(&self, recorded: &Recorded) -> Result<Option<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        if envelope.stream.kind != StreamKind::Concern
            || !CAUSES.contains(&envelope.event_type.as_str())
        {
            return Ok(None);
        }
        let Opened::Event(Event::Concern(event)) = self.parts.vault.open(&recorded.event)? else {
            return Ok(None);
        };
        let cause = Cause {
            causation: envelope.id,
            correlation: envelope.correlation.unwrap_or(envelope.id),
        };
        let followed = match event {
            ConcernEvent::Triaged(triaged) => {
                self.case_follows_triage(envelope, cause, triaged).await
            }
            ConcernEvent::PersonCorrected(corrected) => {
                self.case_follows_correction(envelope, cause, corrected)
                    .await
            }
            ConcernEvent::Raised(_)
            | ConcernEvent::InformationAdded(_)
            | ConcernEvent::TextCorrected(_) => Ok(None),
        };
        match followed {
            Err(AppError::Refused(refusal)) => {
                tracing::error!(
                    position = recorded.position.0,
                    code = refusal.code().name(),
                    "what should have followed from an event was refused"
                );
                Ok(None)
            }
            other => other,
        }
    }

    /// Runs what follows from a command that has just been recorded.
    pub(crate) async fn react_to(&self, done: &Done) -> Result<Option<Done>, AppError> {
        match done.event {
            Some(event) => self.follow_up(&self.recorded(event).await?).await,
            None => Ok(None),
        }
    }

    /// One recorded event.
    pub(crate) async fn recorded(&self, event: EventId) -> Result<Recorded, AppError> {
        self.parts
            .journal
            .find(event)
            .await?
            .ok_or(AppError::NotShown)
    }
}

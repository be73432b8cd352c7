//! Events about the record itself, and of what it has told others: appended by the system.

use lanyard_events::{AcademyId, Actor, At, Event, Position, StreamId};
use uuid::Uuid;

use crate::app::App;
use crate::command_id;
use crate::error::AppError;
use crate::ports::uuid_at;
use crate::submit::{Change, Submitted, Tip};

impl App {
    /// Appends them as one command that nobody repeats, in a new stream. Answers the position of the
    /// last.
    ///
    /// # Errors
    /// `NotRecorded`, `OutcomeUnknown`.
    pub(crate) async fn append_to_record(
        &self,
        stream: impl FnOnce(Uuid) -> StreamId,
        events: Vec<Event>,
    ) -> Result<Position, AppError> {
        let at = self.now();
        let stream = stream(uuid_at(at, self.parts.randomness.as_ref()));
        match self
            .submit_as_system(at, (stream, None), None, events)
            .await?
        {
            Submitted::Done(done) => Ok(done.position),
            Submitted::Conflict { .. } => Err(AppError::NotRecorded),
        }
    }

    /// Proposes events of the system's own as one command that nobody repeats.
    pub(crate) async fn submit_as_system(
        &self,
        at: At,
        (stream, academy): (StreamId, Option<AcademyId>),
        tip: Option<Tip>,
        events: Vec<Event>,
    ) -> Result<Submitted, AppError> {
        self.submit(Change {
            stream,
            tip,
            events,
            academy,
            actor: Actor::System,
            occurred_at: at,
            cause: None,
            command: command_id::drawn(at, self.parts.randomness.as_ref()),
            content: [0; 32],
            expires: true,
        })
        .await
    }
}

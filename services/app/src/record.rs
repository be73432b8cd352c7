//! Events about the record itself, appended by the system: each command in a new stream of its own.

use lanyard_events::{Actor, Event, Position, StreamId};
use uuid::Uuid;

use crate::app::App;
use crate::error::AppError;
use crate::ports::uuid_at;
use crate::submit::{Change, Submitted};

impl App {
    /// Appends them as one command that nobody repeats. Answers the position of the last.
    ///
    /// # Errors
    /// `NotRecorded`, `OutcomeUnknown`.
    pub(crate) async fn append_to_record(
        &self,
        stream: impl FnOnce(Uuid) -> StreamId,
        events: Vec<Event>,
    ) -> Result<Position, AppError> {
        let at = self.now();
        let uuid = uuid_at(at, self.parts.randomness.as_ref());
        let change = Change {
            stream: stream(uuid),
            tip: None,
            events,
            academy: None,
            actor: Actor::System,
            occurred_at: at,
            cause: None,
            command: self.command_of_its_own(at),
            content: [0; 32],
            expires: true,
        };
        match self.submit(change).await? {
            Submitted::Done(done) => Ok(done.position),
            Submitted::Conflict { .. } => Err(AppError::NotRecorded),
        }
    }
}

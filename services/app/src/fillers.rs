//! Fillers: events that say nothing (design.md 3).

use lanyard_events::filler::{FillerAdded, FillerEvent};
use lanyard_events::{Actor, FillerId, Position};

use crate::app::App;
use crate::error::AppError;
use crate::ports::uuid_at;
use crate::submit::{Change, Submitted};

impl App {
    /// Appends so many fillers as one command, in a stream of their own. Answers the position of the
    /// last.
    ///
    /// # Errors
    /// `NotRecorded`, `OutcomeUnknown`.
    pub async fn append_fillers(&self, number: u64) -> Result<Position, AppError> {
        let at = self.now();
        let uuid = uuid_at(at, self.parts.randomness.as_ref());
        let change = Change {
            stream: FillerId::new(uuid).stream(),
            tip: None,
            events: (0..number)
                .map(|_| FillerEvent::from(FillerAdded {}).into())
                .collect(),
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

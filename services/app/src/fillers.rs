//! Fillers: events that say nothing (design.md 3).

use lanyard_events::filler::{FillerAdded, FillerEvent};
use lanyard_events::{FillerId, Position};

use crate::app::App;
use crate::error::AppError;

impl App {
    /// Appends so many fillers as one command. Answers the position of the last.
    ///
    /// # Errors
    /// `NotRecorded`, `OutcomeUnknown`.
    pub async fn append_fillers(&self, number: u64) -> Result<Position, AppError> {
        let filler = |_| FillerEvent::from(FillerAdded {}).into();
        let fillers = (0..number).map(filler).collect();
        self.append_to_record(|uuid| FillerId::new(uuid).stream(), fillers)
            .await
    }
}

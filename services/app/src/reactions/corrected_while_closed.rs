//! A concern is corrected after its case, or its matter about an adult, was closed: the wrong name goes there too, and
//! nothing can be planned there. Whoever had been told is told once it is opened again (S08, R10); until then the entry
//! of the register says that it is to be.

use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::CaseEvent;
use lanyard_events::{Event, Recorded, Revision};
use lanyard_vault::Opened;

use super::cause_of;
use crate::app::App;
use crate::context::Done;
use crate::error::AppError;

/// Events read at once.
const BATCH: u32 = 200;

impl App {
    /// What follows from the corrections that were made in a matter while it was closed, until an event opened it
    /// again.
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "only corrections were looked for"
    )]
    pub(super) async fn corrected_while_closed(
        &self,
        reopened: &Recorded,
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        for recorded in self.corrections_while_closed(reopened).await? {
            let cause = cause_of(&recorded);
            let follows = match self.parts.vault.open(&recorded.event)? {
                Opened::Event(Event::Case(CaseEvent::PersonCorrected(corrected))) => {
                    self.agencies_told_of_correction(&recorded, cause, &corrected)
                        .await?
                }
                Opened::Event(Event::Allegation(AllegationEvent::PersonCorrected(corrected))) => {
                    self.agencies_told_in_matter(&recorded, cause, &corrected)
                        .await?
                }
                _ => Vec::new(),
            };
            done.extend(follows);
        }
        Ok(done)
    }

    async fn corrections_while_closed(
        &self,
        reopened: &Recorded,
    ) -> Result<Vec<Recorded>, AppError> {
        let stream = reopened.event.envelope.stream;
        let mut found = Vec::new();
        let mut from = Revision(0);
        loop {
            let batch = self.parts.journal.read_stream(stream, from, BATCH).await?;
            let read = batch.len();
            for before in batch {
                if before.position >= reopened.position {
                    return Ok(found);
                }
                from = before.event.envelope.revision.next();
                match before.event.envelope.event_type.as_str() {
                    "case.closed" | "allegation.closed" => found.clear(),
                    "case.person_corrected" | "allegation.person_corrected" => found.push(before),
                    _ => {}
                }
            }
            if read < BATCH as usize {
                return Ok(found);
            }
        }
    }
}

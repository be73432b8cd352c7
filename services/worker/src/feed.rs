//! Reading the store in order, from a position on, for as long as the process runs.

use std::sync::Arc;
use std::time::Duration;

use lanyard_events::{Position, Recorded};
use lanyard_journal::Journal;

use crate::stop::Stop;

/// Events read at once while catching up: as many as the views like to take.
const BATCH: u32 = 8_192;
/// How long to wait before asking a store again that did not answer.
const RETRY: Duration = Duration::from_millis(250);

/// Events in store order, as they were read after a position.
#[derive(Debug)]
pub struct Batch {
    /// Where the event before them stands; 0 before the first.
    pub after: Position,
    /// The events.
    pub events: Vec<Recorded>,
}

/// Batches of events in store order.
pub(crate) struct Feed {
    journal: Arc<dyn Journal>,
    head: tokio::sync::watch::Receiver<Position>,
    after: Position,
    stop: Stop,
}

impl Feed {
    /// Starts behind a position that has been dealt with.
    pub(crate) fn after(journal: Arc<dyn Journal>, after: Position, stop: Stop) -> Self {
        let head = journal.watch();
        Self {
            journal,
            head,
            after,
            stop,
        }
    }

    /// The next batch, waiting for one; none once asked to stop.
    pub(crate) async fn next(&mut self) -> Option<Batch> {
        loop {
            if self.stop.is_raised() {
                return None;
            }
            if *self.head.borrow_and_update() <= self.after {
                tokio::select! {
                    () = self.stop.raised() => return None,
                    changed = self.head.changed() => changed.ok()?,
                }
                continue;
            }
            match self.journal.read_all(self.after, BATCH).await {
                Ok(events) => {
                    if let Some(last) = events.last().map(|last| last.position) {
                        let after = std::mem::replace(&mut self.after, last);
                        return Some(Batch { after, events });
                    }
                    tokio::time::sleep(RETRY).await;
                }
                Err(error) => {
                    tracing::error!(%error, "the store could not be read; trying again");
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    }
}

//! The store with a stopwatch: how long appends take, whichever engine is below.

use std::sync::Arc;
use std::time::Instant;

use lanyard_api::Figures;
use lanyard_events::{CommandId, EventId, Position, Recorded, Revision, StreamId};
use lanyard_journal::{Answering, Append, Command, Journal, JournalError, Outcome, Positions};
use prometheus::{HistogramOpts, HistogramVec};
use tokio::sync::watch;

/// Bounds in seconds: from an append that shares a commit on a fast disk to the time-outs.
const SECONDS: &[f64] = &[
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
];

/// A store whose appends are timed.
pub(super) struct Timed {
    journal: Arc<dyn Journal>,
    appends: HistogramVec,
}

impl Timed {
    pub(super) fn over(journal: Arc<dyn Journal>, figures: &Figures) -> Arc<dyn Journal> {
        let options = HistogramOpts::new(
            "lanyard_append_duration_seconds",
            "Time that the store took to record a proposal, or to refuse it.",
        );
        let appends = HistogramVec::new(options.buckets(SECONDS.to_vec()), &["outcome"]);
        let appends = figures.add(appends.expect("the names are well-formed"));
        // Shown from the start, so that an alert on the first failure has something to compare with.
        for outcome in ["recorded", "replayed", "refused", "failed"] {
            let _shown = appends.with_label_values(&[outcome]);
        }
        Arc::new(Self { journal, appends })
    }
}

impl Journal for Timed {
    fn append(&self, append: Append) -> Answering<'_, Result<Outcome, JournalError>> {
        Box::pin(async move {
            let began = Instant::now();
            let outcome = self.journal.append(append).await;
            let name = match &outcome {
                Ok(Outcome::Recorded(_)) => "recorded",
                Ok(Outcome::Replayed { .. }) => "replayed",
                Ok(Outcome::Refused(_)) => "refused",
                Err(_) => "failed",
            };
            let took = began.elapsed().as_secs_f64();
            self.appends.with_label_values(&[name]).observe(took);
            outcome
        })
    }

    fn command(&self, id: CommandId) -> Answering<'_, Result<Option<Command>, JournalError>> {
        self.journal.command(id)
    }

    fn read_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>> {
        self.journal.read_stream(stream, from, limit)
    }

    fn read_all(
        &self,
        after: Position,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>> {
        self.journal.read_all(after, limit)
    }

    fn positions(&self) -> Positions {
        self.journal.positions()
    }

    fn newest(&self) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        self.journal.newest()
    }

    fn find(&self, event: EventId) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        self.journal.find(event)
    }

    fn head(&self) -> Position {
        self.journal.head()
    }

    fn watch(&self) -> watch::Receiver<Position> {
        self.journal.watch()
    }

    fn close(&self) -> Answering<'_, ()> {
        self.journal.close()
    }
}

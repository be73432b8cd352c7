//! A recorder dies between the commit and the acknowledgement.

use std::sync::Arc;
use std::time::{Duration, Instant};

use lanyard_events::{CommandId, EventId, Position, Recorded, Revision, StreamId};
use lanyard_intake::Answer;
use lanyard_intake::contract::server::{PATIENCE, address, another};
use lanyard_intake::jetstream::JetStreamDeliveries;
use lanyard_journal::{
    Answering, Append, Command, Journal, JournalError, Outcome, Positions, SqliteJournal,
};
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::stand::{Stand, concern, ended};

/// The real store of a recorder that never hears of its commits.
struct Deaf {
    journal: Arc<SqliteJournal>,
    committed: mpsc::UnboundedSender<()>,
}

impl Journal for Deaf {
    fn append(&self, append: Append) -> Answering<'_, Result<Outcome, JournalError>> {
        Box::pin(async move {
            self.journal.append(append).await?;
            self.committed.send(()).unwrap();
            std::future::pending().await
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_dead_recorder_committed_is_answered_by_the_next_and_recorded_once() {
    let stand = Stand::new(address()).await;
    let (committed, mut commits) = mpsc::unbounded_channel();
    let journal = Deaf {
        journal: Arc::clone(&stand.journal),
        committed,
    };
    // A runtime of its own stands for the process: its end says nothing to anybody.
    let process = Runtime::new().unwrap();
    let (vault, settings) = (Arc::clone(&stand.vault), stand.settings.clone());
    process.spawn(async move {
        let deliveries = JetStreamDeliveries::start(&another(&settings).await);
        lanyard_worker::record(deliveries, vault, Arc::new(journal), Arc::new(())).await;
    });
    let intake = stand.intake(PATIENCE).await;
    let asking = tokio::spawn(async move { intake.submit(concern(1)).await });
    timeout(PATIENCE, commits.recv()).await.unwrap();
    process.shutdown_background();
    let killed = Instant::now();
    let recorders = vec![stand.recorder().await];
    let answer = asking.await.unwrap();
    assert!(matches!(answer, Ok(Answer::Replayed { .. })), "{answer:?}");
    let took = killed.elapsed();
    assert!(took < Duration::from_secs(5), "recovery took {took:?}");
    ended(recorders).await;
    assert_eq!(stand.all().await.len(), 1);
}

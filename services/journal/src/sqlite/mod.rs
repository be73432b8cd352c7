//! The embedded store: one SQLite file, one writing thread, group commit.
//!
//! Every commit is durable before it is shown or answered: a second thread syncs the write-ahead log
//! (ADR 10). Positions are given out by the one writer, and readers use connections of their own.

mod batch;
mod columns;
mod commit;
mod faults;
mod file;
mod heads;
mod history;
mod reads;
mod recent;
mod stored;
mod syncing;
pub mod tables;
#[cfg(test)]
mod tests;
mod writer;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use lanyard_events::{CommandId, EventId, Position, Recorded, Revision, StreamId};
use tokio::sync::{mpsc, oneshot, watch};

pub use self::faults::Step;
pub use self::history::{history, make_single_file};
use self::reads::Reads;
pub use self::stored::StoredEvents;
use self::syncing::Shared;
use self::writer::{Ask, Given};
use crate::error::{JournalError, Trouble};
use crate::port::{Answering, Append, Command, Journal, Outcome, Positions, Stamp};

/// Appends that may wait for the writer: two full batches. More wait at the door, in order.
const QUEUE: usize = 2 * writer::BATCH_APPENDS;

/// The embedded store.
pub struct SqliteJournal {
    /// None only while dropping.
    asks: Option<mpsc::Sender<Ask>>,
    head: watch::Receiver<Position>,
    reads: Reads,
    writer: Option<JoinHandle<()>>,
    #[cfg(any(test, feature = "contract"))]
    shared: Arc<Shared>,
}

impl SqliteJournal {
    /// Opens the store at a path, or makes an empty one there; its folder must exist.
    ///
    /// # Errors
    /// In use by another process; cannot be written; not a store of events, damaged or cut short.
    pub fn open(path: &Path, stamp: Arc<dyn Stamp>) -> Result<Self, JournalError> {
        let file = file::open(path)?;
        let (publish, head) = watch::channel(file.head);
        let (heads, recent) = (file.heads.clone(), file.recent.clone());
        let (asks, asked) = mpsc::channel(QUEUE);
        let (ready, is_ready) = std::sync::mpsc::channel();
        let shared = Arc::new(Shared::default());
        let given = Given {
            file,
            stamp,
            asks: asked,
            head: publish,
            shared: Arc::clone(&shared),
        };
        let store = path.to_owned();
        let writer = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || writer::run(&store, given, &ready))
            .map_err(|error| JournalError::Unavailable {
                trouble: Trouble::Failing,
                source: Some(Arc::new(error)),
            })?;
        is_ready.recv().map_err(|_| JournalError::Closed)??;
        Ok(Self {
            asks: Some(asks),
            reads: Reads::new(path.to_owned(), heads, recent, head.clone()),
            head,
            writer: Some(writer),
            #[cfg(any(test, feature = "contract"))]
            shared,
        })
    }

    async fn ask(&self, ask: Ask) -> Result<(), JournalError> {
        let asks = self.asks.as_ref().ok_or(JournalError::Closed)?;
        asks.send(ask).await.map_err(|_| JournalError::Closed)
    }

    /// Makes a step of the next batch fail, once.
    #[cfg(any(test, feature = "contract"))]
    pub async fn fail_once(&self, step: Step) {
        let _ = self.ask(Ask::Fail(step)).await;
    }

    /// Nothing becomes durable while what this gives is held.
    #[cfg(any(test, feature = "contract"))]
    pub fn hold_syncs(&self) -> std::sync::MutexGuard<'_, ()> {
        self.shared.hold()
    }

    /// Fills the disk, as it were: the file may have so many pages of 4 KiB and no more.
    #[cfg(any(test, feature = "contract"))]
    pub async fn limit_pages(&self, pages: u32) {
        let _ = self.ask(Ask::PageLimit(pages)).await;
    }
}

impl Journal for SqliteJournal {
    fn append(&self, append: Append) -> Answering<'_, Result<Outcome, JournalError>> {
        Box::pin(async move {
            append.check()?;
            let (reply, answer) = oneshot::channel();
            self.ask(Ask::Append(append, reply)).await?;
            // The writer answers everything it took, unless it came to grief on the way.
            answer.await.map_err(|error| JournalError::InDoubt {
                source: Arc::new(error),
            })?
        })
    }

    fn command(&self, id: CommandId) -> Answering<'_, Result<Option<Command>, JournalError>> {
        Box::pin(self.reads.command(id))
    }

    fn read_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>> {
        Box::pin(self.reads.read_stream(stream, from, limit))
    }

    fn read_all(
        &self,
        after: Position,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>> {
        Box::pin(self.reads.read_all(after, limit))
    }

    fn positions(&self) -> Positions {
        Positions::Gapless
    }

    fn newest(&self) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        Box::pin(async move {
            // One process has the store, so what it knows is all there is.
            let before = Position(self.head().0.saturating_sub(1));
            Ok(self.read_all(before, 1).await?.pop())
        })
    }

    fn find(&self, event: EventId) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        Box::pin(self.reads.find(event))
    }

    fn head(&self) -> Position {
        *self.head.borrow()
    }

    fn watch(&self) -> watch::Receiver<Position> {
        self.head.clone()
    }

    fn close(&self) -> Answering<'_, ()> {
        Box::pin(async move {
            self.reads.close().await;
            let (closed, is_closed) = oneshot::channel();
            if self.ask(Ask::Close(closed)).await.is_ok() {
                // An error means that the writer is gone already, which is what was asked for.
                let _ = is_closed.await;
            }
        })
    }
}

impl Drop for SqliteJournal {
    /// Without `close` too, what was asked is recorded and the lock is let go.
    fn drop(&mut self) {
        self.asks = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has said so; there is nothing to add.
            let _ = writer.join();
        }
    }
}

impl fmt::Debug for SqliteJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SqliteJournal at {:?}", self.head())
    }
}

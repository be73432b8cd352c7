//! The store that several processes share: one PostgreSQL database, group commit in each process.
//!
//! Every commit is durable before it is answered. Positions are given out under an append lock,
//! which any number of recorders take in turn, and become visible in order. Notifications wake the
//! live tail of every process; a slow poll stands behind them.

mod columns;
mod faults;
mod history;
mod judge;
mod reads;
mod recorder;
mod tables;
mod tail;
#[cfg(test)]
mod tests;
mod writer;

use std::fmt;
use std::sync::Arc;

use lanyard_events::{CommandId, EventId, Position, Recorded, Revision, StreamId};
use lanyard_postgres::Address;
use tokio::sync::{mpsc, oneshot, watch};

pub use self::history::history;
use self::reads::Reads;
use self::tail::Head;
use self::writer::{Ask, Start};
use crate::error::JournalError;
use crate::port::{Answering, Append, Command, Journal, Outcome, Positions, Stamp};

/// Appends that may wait for the writer: two full batches. More wait at the door, in order.
const QUEUE: usize = 2 * writer::BATCH_APPENDS;

/// The store that several processes share.
pub struct PostgresJournal {
    asks: mpsc::Sender<Ask>,
    head: watch::Receiver<Position>,
    reads: Reads,
}

impl PostgresJournal {
    /// Connects to the database of a URL, which needs `sslmode=require` unless the network between
    /// is trusted; makes the tables in an empty one and brings older ones up to date. Reads are
    /// driven by the runtime that this is called on.
    ///
    /// # Errors
    /// Not reachable, not let in; the database holds something else, or is of a later release.
    pub async fn connect(url: &str, stamp: Arc<dyn Stamp>) -> Result<Self, JournalError> {
        let address = Address::parse(url)?;
        let (publish, head) = Head::new();
        let (asks, asked) = mpsc::channel(QUEUE);
        let (ready, is_ready) = oneshot::channel();
        writer::start(Start {
            address: address.clone(),
            stamp,
            asks: asked,
            head: publish,
            ready,
        })?;
        is_ready.await.map_err(|_| JournalError::Closed)??;
        Ok(Self {
            asks,
            head,
            reads: Reads::new(address),
        })
    }

    async fn ask(&self, ask: Ask) -> Result<(), JournalError> {
        self.asks.send(ask).await.map_err(|_| JournalError::Closed)
    }

    /// Cuts the writer's connection at a step of the next batch, once.
    #[cfg(test)]
    async fn cut_once(&self, step: faults::Step) {
        let _ = self.ask(Ask::Cut(step)).await;
    }
}

impl Journal for PostgresJournal {
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
        Box::pin(self.reads.newest())
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

impl fmt::Debug for PostgresJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresJournal at {:?}", self.head())
    }
}

//! Events in EventStoreDB or KurrentDB, their boxes in PostgreSQL.
//!
//! The server checks the expected revision and orders everything; positions are its commit
//! positions, which rise and have gaps. Nothing outside this folder names the client library
//! (docs/adr/0004). What the server does not give, an index of commands and a place for what must
//! be erasable, is a database of boxes, written before each append (docs/adr/0007).

mod address;
mod append;
mod boxes;
mod connection;
mod names;
mod provider;
mod reads;
mod set_up;
mod stored;
mod sweep;
mod tail;

use std::fmt;
use std::sync::Arc;

use lanyard_events::{CommandId, EventId, Position, Recorded, Revision, StreamId};
use tokio::sync::{OwnedRwLockReadGuard, RwLock, watch};
use tokio::task::JoinHandle;

use self::address::Address;
use self::append::Appends;
use self::boxes::Boxes;
use self::connection::Connection;
use self::names::Names;
pub use self::provider::install_tls_provider;
use self::reads::Reads;
use self::set_up::SetUp;
use crate::error::JournalError;
use crate::port::{Answering, Append, Command, Journal, Outcome, Positions, Stamp};

/// What the names of Lanyard's streams begin with.
const WORD: &str = "lanyard";

/// The store on an event store's server.
pub struct EventStoreJournal {
    appends: Arc<Appends>,
    reads: Arc<Reads>,
    /// Held for reading by whatever is going on; true once closed.
    closed: Arc<RwLock<bool>>,
    loops: Vec<JoinHandle<()>>,
}

impl EventStoreJournal {
    /// Connects to the server (`esdb://…`) and to the database of boxes (`postgres://…`), and
    /// finds the newest event.
    ///
    /// # Errors
    /// One of the two cannot be reached, does not let us in, or is too old.
    pub async fn connect(
        url: &str,
        boxes_url: &str,
        stamp: Arc<dyn Stamp>,
    ) -> Result<Self, JournalError> {
        Self::connect_under(WORD, url, boxes_url, stamp).await
    }

    /// As `connect`, with stream names that begin with another word: several stores on one server,
    /// each with boxes of its own.
    ///
    /// # Errors
    /// As `connect`.
    pub async fn connect_under(
        word: &str,
        url: &str,
        boxes_url: &str,
        stamp: Arc<dyn Stamp>,
    ) -> Result<Self, JournalError> {
        if !install_tls_provider() {
            return Err(SetUp::Provider.into());
        }
        let address = Address::parse(url).map_err(SetUp::address)?;
        let connection = Arc::new(Connection::open(address)?);
        set_up::check(&connection).await?;
        let reads = Arc::new(Reads {
            connection: connection.clone(),
            boxes: Arc::new(Boxes::open(boxes_url).await.map_err(SetUp::boxes)?),
            names: Names::under(word),
        });
        // The first call that only a leader takes.
        let head = reads.head().await.map_err(SetUp::no_leader)?;
        let head = watch::Sender::new(head);
        let tail = tail::follow(connection, reads.names.clone(), head.clone());
        let loops = vec![
            tokio::spawn(tail),
            tokio::spawn(sweep::keep_sweeping(reads.clone())),
        ];
        Ok(Self {
            appends: Arc::new(Appends {
                reads: reads.clone(),
                stamp,
                head,
            }),
            reads,
            closed: Arc::new(RwLock::new(false)),
            loops,
        })
    }

    /// Deletes boxes, at least so old, whose event is not in the store; gives their number. Done by
    /// itself every hour for those of a day.
    ///
    /// # Errors
    /// One of the two stores cannot be asked.
    pub async fn sweep(&self, age: std::time::Duration) -> Result<u64, JournalError> {
        let _open = self.open().await?;
        sweep::sweep(&self.reads, age).await
    }

    /// Keeps the store open as long as it is held.
    async fn open(&self) -> Result<OwnedRwLockReadGuard<bool>, JournalError> {
        let closed = self.closed.clone().read_owned().await;
        if *closed {
            return Err(JournalError::Closed);
        }
        Ok(closed)
    }
}

impl Journal for EventStoreJournal {
    fn append(&self, append: Append) -> Answering<'_, Result<Outcome, JournalError>> {
        Box::pin(async move {
            let open = self.open().await?;
            let appends = self.appends.clone();
            // A task of its own: whoever gives up waiting does not take the append back.
            let appending = tokio::spawn(async move {
                let answer = appends.append(append).await;
                drop(open);
                answer
            });
            appending.await.map_err(|error| JournalError::InDoubt {
                source: Arc::new(error),
            })?
        })
    }

    fn command(&self, id: CommandId) -> Answering<'_, Result<Option<Command>, JournalError>> {
        Box::pin(async move {
            let _open = self.open().await?;
            let found = self.reads.command(id).await?;
            Ok(found.map(|found| found.command))
        })
    }

    fn read_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>> {
        Box::pin(async move {
            let _open = self.open().await?;
            self.reads.read_stream(stream, from, limit).await
        })
    }

    fn read_all(
        &self,
        after: Position,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>> {
        Box::pin(async move {
            let _open = self.open().await?;
            // Nothing is known to be there; the server refuses places beyond its end.
            if after >= self.head() {
                return Ok(Vec::new());
            }
            self.reads.read_all(after, limit).await
        })
    }

    fn positions(&self) -> Positions {
        Positions::Ordered
    }

    fn newest(&self) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        Box::pin(async move {
            let _open = self.open().await?;
            self.reads.newest().await
        })
    }

    fn find(&self, event: EventId) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        Box::pin(async move {
            let _open = self.open().await?;
            self.reads.find(event).await
        })
    }

    fn head(&self) -> Position {
        *self.appends.head.borrow()
    }

    fn watch(&self) -> watch::Receiver<Position> {
        self.appends.head.subscribe()
    }

    fn close(&self) -> Answering<'_, ()> {
        Box::pin(async move {
            // Waits for what is going on; whatever comes later finds it closed.
            *self.closed.write().await = true;
            self.loops.iter().for_each(JoinHandle::abort);
        })
    }
}

impl Drop for EventStoreJournal {
    fn drop(&mut self) {
        self.loops.iter().for_each(JoinHandle::abort);
    }
}

impl fmt::Debug for EventStoreJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventStoreJournal at {:?}", self.head())
    }
}

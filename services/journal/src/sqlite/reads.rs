//! Reads: a few connections of their own, off the async threads. What is committed and not yet
//! durable is held back.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use lanyard_events::{CommandId, EventId, Position, Recorded, Revision, StreamId};
use rusqlite::{Connection, OptionalExtension, Params};
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;

use super::columns;
use super::file::{engine, open_to_read};
use super::heads::{Epoch, SharedHeads};
use super::recent::Recent;
use super::tables;
use crate::error::JournalError;
use crate::port::Command;

/// Reads at one time. SQLite readers do not hold each other up; beyond the cores they only queue.
const CONNECTIONS: usize = 4;

/// The readers' connections, opened when first needed.
#[derive(Debug)]
pub(super) struct Reads {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
    heads: SharedHeads,
    recent: Recent,
    /// The newest durable position.
    durable: watch::Receiver<Position>,
}

impl Reads {
    pub(super) fn new(
        path: PathBuf,
        heads: SharedHeads,
        recent: Recent,
        durable: watch::Receiver<Position>,
    ) -> Self {
        Self {
            path,
            idle: Arc::default(),
            permits: Arc::new(Semaphore::new(CONNECTIONS)),
            heads,
            recent,
            durable,
        }
    }

    fn is_durable(&self, position: Position) -> bool {
        position <= *self.durable.borrow()
    }

    /// Lets running reads end, refuses new ones and closes the connections.
    pub(super) async fn close(&self) {
        let all = u32::try_from(CONNECTIONS).unwrap_or(u32::MAX);
        if let Ok(permits) = self.permits.acquire_many(all).await {
            self.permits.close();
            drop(permits);
        }
        self.idle().clear();
    }

    pub(super) async fn command(&self, id: CommandId) -> Result<Option<Command>, JournalError> {
        let found = self.with(move |connection| {
            let mut statement = connection.prepare_cached(tables::COMMAND)?;
            statement
                .query_row([id.as_bytes()], |row| Ok(columns::command(row)))
                .optional()
        });
        let found = found.await?.transpose()?;
        Ok(found.filter(|command| self.is_durable(command.place.last)))
    }

    pub(super) async fn find(&self, event: EventId) -> Result<Option<Recorded>, JournalError> {
        let id = event.uuid().into_bytes();
        let found = self.with(move |connection| events(connection, tables::FIND, [id]));
        let found = found.await??.pop();
        Ok(found.filter(|recorded| self.is_durable(recorded.position)))
    }

    pub(super) async fn read_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: u32,
    ) -> Result<Vec<Recorded>, JournalError> {
        let Some(epoch) = self.unless_nothing_new(&stream, from)? else {
            return Ok(Vec::new());
        };
        let key = stream.to_bytes();
        let read = self.with(move |connection| {
            let asked = rusqlite::params![key, signed(from.0), limit];
            events(connection, tables::READ_STREAM, asked)
        });
        let mut read = read.await??;
        let mut expected = from;
        for recorded in &read {
            if recorded.event.envelope.revision != expected {
                return Err(JournalError::damaged(
                    Some(recorded.position),
                    "an event of the stream is missing before it",
                ));
            }
            expected = expected.next();
        }
        if let Some(last) = read.last().filter(|_| read.len() < limit as usize) {
            let newest = last.event.envelope.revision;
            self.heads.lock().learn(stream, newest, epoch);
        }
        let durable = *self.durable.borrow();
        read.truncate(read.partition_point(|recorded| recorded.position <= durable));
        Ok(read)
    }

    /// None when the stream is known to end before a revision: whoever keeps what they have read
    /// of a stream asks at every request whether more has come, and mostly nothing has.
    fn unless_nothing_new(
        &self,
        stream: &StreamId,
        from: Revision,
    ) -> Result<Option<Epoch>, JournalError> {
        if self.permits.is_closed() {
            return Err(JournalError::Closed);
        }
        let heads = self.heads.lock();
        let ended = heads.get(stream).is_some_and(|newest| newest < from);
        Ok((!ended).then(|| heads.epoch()))
    }

    pub(super) async fn read_all(
        &self,
        after: Position,
        limit: u32,
    ) -> Result<Vec<Recorded>, JournalError> {
        if self.permits.is_closed() {
            return Err(JournalError::Closed);
        }
        if let Some(recent) = self.recent.after(after, limit) {
            return Ok(recent);
        }
        let durable = *self.durable.borrow();
        let left = u32::try_from(durable.0.saturating_sub(after.0)).unwrap_or(u32::MAX);
        if left == 0 {
            return Ok(Vec::new());
        }
        self.with(move |connection| all_after(connection, after, limit.min(left)))
            .await?
    }

    /// Runs a read on a thread that may block.
    async fn with<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, JournalError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| JournalError::Closed)?;
        let (idle, path) = (Arc::clone(&self.idle), self.path.clone());
        let reading = spawn_blocking(move || {
            let kept = lock(&idle).pop();
            let connection = kept.map_or_else(|| open_to_read(&path), Ok)?;
            let answer = read(&connection).map_err(engine);
            lock(&idle).push(connection);
            drop(permit);
            answer
        });
        // It ends early only when the runtime shuts down.
        reading.await.map_err(|_| JournalError::Closed)?
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        lock(&self.idle)
    }
}

fn lock(idle: &Mutex<Vec<Connection>>) -> std::sync::MutexGuard<'_, Vec<Connection>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Events of all streams after a position; a gap is damage.
pub(super) fn all_after(
    connection: &Connection,
    after: Position,
    limit: u32,
) -> rusqlite::Result<Result<Vec<Recorded>, JournalError>> {
    let asked = rusqlite::params![signed(after.0), limit];
    let read = events(connection, tables::READ_ALL, asked)?;
    Ok(read.and_then(|read| {
        let mut before = after.0;
        for recorded in &read {
            if recorded.position.0.checked_sub(1) != Some(before) {
                let missing = Some(Position(before + 1));
                return Err(JournalError::damaged(missing, "the event is missing"));
            }
            before = recorded.position.0;
        }
        Ok(read)
    }))
}

/// SQLite's integers end at 2^63; nothing is stored beyond.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Reads events: the outer error is the engine's, the inner one a row of the wrong shape.
fn events(
    connection: &Connection,
    sql: &str,
    asked: impl Params,
) -> rusqlite::Result<Result<Vec<Recorded>, JournalError>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(asked)?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        match columns::recorded(row) {
            Ok(recorded) => read.push(recorded),
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(read))
}

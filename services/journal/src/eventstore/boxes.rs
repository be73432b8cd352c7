//! The boxes, in a PostgreSQL database of their own, apart from the vault's.
//!
//! What is here is written before the append and claims nothing: an event is recorded when the
//! event store has it. So the two stores need no transaction between them, any number of recorders
//! may write, and what a crash leaves behind is a row without an event, which `unfound` shows.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use lanyard_events::{CommandId, EventId, Revision, SealedBox, StreamId};
use tokio::sync::Mutex;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row, Statement};
use uuid::Uuid;

use super::connection::unavailable;
use crate::error::{JournalError, Malformed};
use crate::port::Append;

const TABLES: &str = include_str!("boxes.sql");
/// Two processes that start at once do not create the table at once; any fixed number serves.
const LOCK_TABLES: &str = "SELECT pg_advisory_lock(5570276310918533)";
const UNLOCK_TABLES: &str = "SELECT pg_advisory_unlock(5570276310918533)";

/// One statement, one commit. A repeat of the same append makes its rows young again, so that they
/// are not swept from under it; another event with a known id changes nothing and is not counted.
const KEEP: &str = "
    INSERT INTO boxes (stream, event, revision, command, key_id, box_salt, ciphertext)
    SELECT $1::bytea, * FROM unnest(
        $2::bytea[], $3::bigint[], $4::bytea[], $5::bigint[], $6::bytea[], $7::bytea[])
    ON CONFLICT (event) DO UPDATE SET since = now()
        WHERE boxes.stream = EXCLUDED.stream AND boxes.revision = EXCLUDED.revision";
const ATTEMPTS: &str = "SELECT stream, revision FROM boxes WHERE command = $1";
const PLACE: &str = "SELECT stream, revision FROM boxes WHERE event = $1";
const OPEN: &str = "SELECT event, key_id, box_salt, ciphertext FROM boxes WHERE event = ANY($1)";
const UNFOUND: &str = "
    SELECT event, stream, revision FROM boxes
    WHERE NOT found AND since <= now() - make_interval(secs => $1) ORDER BY since LIMIT $2";
const FOUND: &str = "UPDATE boxes SET found = true WHERE event = $1";
/// Looks at the age again: whoever appends the event at this moment made the row young.
const FORGET: &str = "
    DELETE FROM boxes
    WHERE event = $1 AND NOT found AND since <= now() - make_interval(secs => $2)";

/// A place where an event was to be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attempt {
    pub stream: StreamId,
    pub revision: Revision,
}

/// A connection and the statements that every append or read needs, prepared.
struct Connected {
    client: Client,
    keep: Statement,
    attempts: Statement,
    place: Statement,
    open: Statement,
}

impl Connected {
    async fn open(config: &Config) -> Result<Self, tokio_postgres::Error> {
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "the connection to the boxes ended");
            }
        });
        client.batch_execute(LOCK_TABLES).await?;
        client.batch_execute(TABLES).await?;
        client.batch_execute(UNLOCK_TABLES).await?;
        Ok(Self {
            keep: client.prepare(KEEP).await?,
            attempts: client.prepare(ATTEMPTS).await?,
            place: client.prepare(PLACE).await?,
            open: client.prepare(OPEN).await?,
            client,
        })
    }
}

/// The database of boxes; comes back by itself.
pub(super) struct Boxes {
    config: Config,
    current: Mutex<Option<Arc<Connected>>>,
}

impl Boxes {
    /// Connects, and makes the table where there is none.
    pub(super) async fn open(url: &str) -> Result<Self, JournalError> {
        let boxes = Self {
            config: url.parse().map_err(failing)?,
            current: Mutex::new(None),
        };
        boxes.connected().await?;
        Ok(boxes)
    }

    /// Keeps the boxes of an append and where its events are to be.
    pub(super) async fn keep(&self, append: &Append) -> Result<(), JournalError> {
        let stream = append.stream.to_bytes();
        let (stream, rows) = (stream.as_slice(), &Rows::of(append));
        let keep = |db: Arc<Connected>| async move {
            let columns: [&(dyn ToSql + Sync); 7] = [
                &stream,
                &rows.ids,
                &rows.revisions,
                &rows.commands,
                &rows.key_ids,
                &rows.salts,
                &rows.ciphertexts,
            ];
            db.client.execute(&db.keep, &columns).await
        };
        if self.ask(keep).await? == append.events.len() as u64 {
            Ok(())
        } else {
            Err(Malformed::EventIdUsed.into())
        }
    }

    /// Where the first event of a command may be; usually none or one.
    pub(super) async fn attempts(&self, id: CommandId) -> Result<Vec<Attempt>, JournalError> {
        let id = id.as_bytes().as_slice();
        let attempts =
            |db: Arc<Connected>| async move { db.client.query(&db.attempts, &[&id]).await };
        let rows = self.ask(attempts).await?;
        rows.iter().map(|row| attempt(row, 0)).collect()
    }

    /// Where an event may be.
    pub(super) async fn place(&self, event: EventId) -> Result<Option<Attempt>, JournalError> {
        let id = event.uuid().into_bytes();
        let id = id.as_slice();
        let place =
            |db: Arc<Connected>| async move { db.client.query_opt(&db.place, &[&id]).await };
        let row = self.ask(place).await?;
        row.map(|row| attempt(&row, 0)).transpose()
    }

    /// The boxes of events: none where there is no row, none within where the box was erased.
    pub(super) async fn of(
        &self,
        events: impl Iterator<Item = EventId>,
    ) -> Result<HashMap<EventId, Option<SealedBox>>, JournalError> {
        let ids: Vec<Vec<u8>> = events.map(|id| id.uuid().as_bytes().to_vec()).collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let ids = &ids;
        let open = |db: Arc<Connected>| async move { db.client.query(&db.open, &[ids]).await };
        let rows = self.ask(open).await?;
        rows.iter()
            .map(|row| Ok((event(row)?, sealed_box(row)?)))
            .collect()
    }

    /// Rows of which nobody knows whether their event came, at least so many seconds old.
    pub(super) async fn unfound(
        &self,
        age_seconds: f64,
        limit: i64,
    ) -> Result<Vec<(EventId, Attempt)>, JournalError> {
        let unfound = |db: Arc<Connected>| async move {
            db.client.query(UNFOUND, &[&age_seconds, &limit]).await
        };
        let rows = self.ask(unfound).await?;
        rows.iter()
            .map(|row| Ok((event(row)?, attempt(row, 1)?)))
            .collect()
    }

    /// Notes that the event is in the store.
    pub(super) async fn found(&self, event: EventId) -> Result<(), JournalError> {
        let id = event.uuid().into_bytes();
        let id = id.as_slice();
        let found = |db: Arc<Connected>| async move { db.client.execute(FOUND, &[&id]).await };
        self.ask(found).await.map(|_| ())
    }

    /// Deletes the row of an event that is not in the store, if it is still that old.
    pub(super) async fn forget(
        &self,
        event: EventId,
        age_seconds: f64,
    ) -> Result<u64, JournalError> {
        let id = event.uuid().into_bytes();
        let id = id.as_slice();
        let forget = |db: Arc<Connected>| async move {
            db.client.execute(FORGET, &[&id, &age_seconds]).await
        };
        self.ask(forget).await
    }

    /// Asks the database. Every statement here may be repeated, so where the connection turns out
    /// to be at its end a new one is asked, once.
    async fn ask<T, F>(&self, ask: impl Fn(Arc<Connected>) -> F) -> Result<T, JournalError>
    where
        F: Future<Output = Result<T, tokio_postgres::Error>>,
    {
        let connected = self.connected().await?;
        match ask(connected.clone()).await {
            Err(error) if is_at_its_end(&connected, &error) => {
                self.leave(&connected).await;
                ask(self.connected().await?).await.map_err(failing)
            }
            answer => answer.map_err(failing),
        }
    }

    /// Does not use a connection again.
    async fn leave(&self, left: &Arc<Connected>) {
        let mut current = self.current.lock().await;
        current.take_if(|current| Arc::ptr_eq(current, left));
    }

    /// The connection in use, or a new one. Statements of all callers go through it without waiting
    /// for each other's answers.
    async fn connected(&self) -> Result<Arc<Connected>, JournalError> {
        let mut current = self.current.lock().await;
        if let Some(connected) = current.as_ref()
            && !connected.client.is_closed()
        {
            return Ok(connected.clone());
        }
        let connected = Arc::new(Connected::open(&self.config).await.map_err(failing)?);
        *current = Some(connected.clone());
        Ok(connected)
    }
}

/// The columns of an append's rows.
struct Rows<'a> {
    ids: Vec<Vec<u8>>,
    revisions: Vec<i64>,
    commands: Vec<Option<&'a [u8]>>,
    key_ids: Vec<Option<i64>>,
    salts: Vec<Option<&'a [u8]>>,
    ciphertexts: Vec<Option<&'a [u8]>>,
}

impl<'a> Rows<'a> {
    fn of(append: &'a Append) -> Self {
        let events = &append.events;
        let boxes = || events.iter().map(|event| event.sealed_box.as_ref());
        let first = Some(append.command.as_bytes().as_slice());
        let others = std::iter::repeat_n(None, events.len().saturating_sub(1));
        Self {
            ids: events
                .iter()
                .map(|event| event.envelope.id.uuid().as_bytes().to_vec())
                .collect(),
            revisions: events
                .iter()
                .map(|event| event.envelope.revision.0.cast_signed())
                .collect(),
            commands: std::iter::once(first).chain(others).collect(),
            key_ids: boxes()
                .map(|kept| kept.map(|kept| i64::from(kept.key_id)))
                .collect(),
            salts: boxes()
                .map(|kept| kept.map(|kept| kept.box_salt.as_slice()))
                .collect(),
            ciphertexts: boxes()
                .map(|kept| kept.map(|kept| kept.ciphertext.as_slice()))
                .collect(),
        }
    }
}

/// Closed, or told by a server that shuts down that it will be (class 57, which comes first).
fn is_at_its_end(connected: &Connected, error: &tokio_postgres::Error) -> bool {
    let told = error
        .code()
        .is_some_and(|code| code.code().starts_with("57P"));
    told || error.is_closed() || connected.client.is_closed()
}

fn failing(error: tokio_postgres::Error) -> JournalError {
    unavailable(Arc::new(error))
}

const NOT_WRITTEN: JournalError =
    JournalError::damaged(None, "a row of the boxes is not what was written");

/// An event's id, which is the first column.
fn event(row: &Row) -> Result<EventId, JournalError> {
    let id: &[u8] = row.try_get(0).map_err(failing)?;
    Uuid::from_slice(id).map(EventId::new).or(Err(NOT_WRITTEN))
}

/// Stream and revision, from a column on.
fn attempt(row: &Row, column: usize) -> Result<Attempt, JournalError> {
    let stream: &[u8] = row.try_get(column).map_err(failing)?;
    let revision: i64 = row.try_get(column + 1).map_err(failing)?;
    Ok(Attempt {
        stream: StreamId::from_bytes(stream).ok_or(NOT_WRITTEN)?,
        revision: Revision(u64::try_from(revision).or(Err(NOT_WRITTEN))?),
    })
}

/// The box, after the id of its event.
fn sealed_box(row: &Row) -> Result<Option<SealedBox>, JournalError> {
    let key_id: Option<i64> = row.try_get(1).map_err(failing)?;
    let salt: Option<&[u8]> = row.try_get(2).map_err(failing)?;
    let ciphertext: Option<Vec<u8>> = row.try_get(3).map_err(failing)?;
    let (Some(key_id), Some(salt), Some(ciphertext)) = (key_id, salt, ciphertext) else {
        return Ok(None);
    };
    Ok(Some(SealedBox {
        key_id: u32::try_from(key_id).or(Err(NOT_WRITTEN))?,
        box_salt: salt.try_into().or(Err(NOT_WRITTEN))?,
        ciphertext,
    }))
}

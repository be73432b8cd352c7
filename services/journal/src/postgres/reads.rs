//! Reads, over connections of their own; they see only what is committed.
//!
//! Commits are made one after another under the append lock, so what one statement sees is always
//! everything up to some position: a reader can skip nothing that commits late.

use lanyard_events::{CommandId, EventId, Position, Recorded, Revision, StreamId};
use lanyard_postgres::{Address, Pool};
use tokio::runtime::Handle;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::columns;
use super::tables;
use crate::error::JournalError;
use crate::port::Command;

/// Reads at one time, of one process.
const CONNECTIONS: u32 = 4;

/// The readers' connections.
#[derive(Debug)]
pub(super) struct Reads(Pool);

impl Reads {
    pub(super) fn new(address: Address) -> Self {
        Self(Pool::new(address, CONNECTIONS, Handle::current()))
    }

    pub(super) async fn close(&self) {
        self.0.close().await;
    }

    pub(super) async fn command(&self, id: CommandId) -> Result<Option<Command>, JournalError> {
        let ids = vec![&id.as_bytes()[..]];
        let rows = self.query(tables::COMMANDS, &[&ids]).await?;
        rows.first().map(columns::command).transpose()
    }

    pub(super) async fn find(&self, event: EventId) -> Result<Option<Recorded>, JournalError> {
        let rows = self.query(tables::FIND, &[&event.uuid()]).await?;
        rows.first().map(columns::recorded).transpose()
    }

    pub(super) async fn newest(&self) -> Result<Option<Recorded>, JournalError> {
        let rows = self.query(tables::NEWEST, &[]).await?;
        rows.first().map(columns::recorded).transpose()
    }

    pub(super) async fn read_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: u32,
    ) -> Result<Vec<Recorded>, JournalError> {
        let key = stream.to_bytes();
        let asked: [&(dyn ToSql + Sync); 3] = [&&key[..], &signed(from.0), &i64::from(limit)];
        let read = events(&self.query(tables::READ_STREAM, &asked).await?)?;
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
        Ok(read)
    }

    /// Events of all streams after a position; a gap is damage.
    pub(super) async fn read_all(
        &self,
        after: Position,
        limit: u32,
    ) -> Result<Vec<Recorded>, JournalError> {
        let asked: [&(dyn ToSql + Sync); 2] = [&signed(after.0), &i64::from(limit)];
        let read = events(&self.query(tables::READ_ALL, &asked).await?)?;
        let mut before = after.0;
        for recorded in &read {
            if recorded.position.0.checked_sub(1) != Some(before) {
                let missing = Some(Position(before + 1));
                return Err(JournalError::damaged(missing, "the event is missing"));
            }
            before = recorded.position.0;
        }
        Ok(read)
    }

    async fn query(
        &self,
        sql: &'static str,
        asked: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, JournalError> {
        self.0.query(sql, asked).await?.ok_or(JournalError::Closed)
    }
}

fn events(rows: &[Row]) -> Result<Vec<Recorded>, JournalError> {
    rows.iter().map(columns::recorded).collect()
}

/// PostgreSQL's integers end at 2^63; nothing is stored beyond.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

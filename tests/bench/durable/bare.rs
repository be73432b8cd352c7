//! The peer: one thread, rows made before, the same tables, indexes, settings and batch sizes, and
//! nothing else. No queue, no answers, no check of revisions but the index's own.

use std::time::{Duration, Instant};

use lanyard_events::{Actor, SealedEvent};
use lanyard_journal::Append;
use lanyard_journal::sqlite::tables;
use rusqlite::{Connection, Statement, params};

use super::work;
use crate::history::vault_in;
use crate::run::Run;

/// The store moves its log into the file after so many bytes; the same here.
const LOG_BYTES: usize = 8 << 20;
/// What the store reckons for the columns of an event besides box and commitments.
const ROW_BYTES: usize = 400;

/// Writes the same rows in commits of one append of every writer.
pub fn run(run: &Run, writers: usize, appends: usize) -> anyhow::Result<Duration> {
    let folder = run.folder()?;
    let vault = vault_in(folder.path())?;
    let mut sources: Vec<_> = work::premade(&vault, writers, appends)
        .into_iter()
        .map(Vec::into_iter)
        .collect();
    let batches: Vec<Vec<Append>> = (0..appends / writers)
        .map(|_| sources.iter_mut().filter_map(Iterator::next).collect())
        .collect();
    let connection = Connection::open(folder.path().join("bare.sqlite"))?;
    connection.execute_batch(tables::SETTINGS)?;
    connection.execute_batch(tables::TABLES)?;
    let writer = std::thread::spawn(move || {
        let start = Instant::now();
        write(&connection, &batches).map(|()| start.elapsed())
    });
    match writer.join() {
        Ok(elapsed) => Ok(elapsed?),
        Err(_) => anyhow::bail!("the bare loop stopped"),
    }
}

struct Statements<'c> {
    event: Statement<'c>,
    sealed: Statement<'c>,
    command: Statement<'c>,
}

fn write(connection: &Connection, batches: &[Vec<Append>]) -> rusqlite::Result<()> {
    let mut statements = Statements {
        event: connection.prepare(tables::INSERT_EVENT)?,
        sealed: connection.prepare(tables::INSERT_BOX)?,
        command: connection.prepare(tables::INSERT_COMMAND)?,
    };
    let mut position = 0_i64;
    let mut log_bytes = 0;
    for batch in batches {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for append in batch {
            for event in &append.events {
                position += 1;
                log_bytes += insert(&mut statements, position, event)?;
            }
            insert_command(&mut statements, append, position)?;
        }
        connection.execute_batch("COMMIT")?;
        if log_bytes >= LOG_BYTES {
            log_bytes = 0;
            connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        }
    }
    Ok(())
}

fn insert(
    statements: &mut Statements<'_>,
    position: i64,
    event: &SealedEvent,
) -> rusqlite::Result<usize> {
    let envelope = &event.envelope;
    let mut actor = [1; 17];
    if let Actor::Staff(id) = envelope.actor {
        actor[1..].copy_from_slice(id.uuid().as_bytes());
    }
    statements.event.execute(params![
        position,
        envelope.stream.to_bytes(),
        envelope.revision.0.cast_signed(),
        envelope.id.uuid().as_bytes(),
        envelope.event_type.as_str(),
        envelope.schema_version,
        envelope.academy.map(|id| id.uuid().into_bytes()),
        actor,
        envelope.occurred_at.millis(),
        envelope.proposed_at.millis(),
        envelope.causation.map(|id| id.uuid().into_bytes()),
        envelope.correlation.map(|id| id.uuid().into_bytes()),
        envelope.prev,
        envelope.proposed_at.minute(),
        [0_u8; 32],
        event.metadata_seed,
        event.commitments,
    ])?;
    let mut bytes = ROW_BYTES + event.commitments.len();
    if let Some(sealed) = &event.sealed_box {
        bytes += sealed.ciphertext.len();
        statements.sealed.execute(params![
            position,
            sealed.key_id,
            sealed.box_salt,
            sealed.ciphertext,
        ])?;
    }
    Ok(bytes)
}

fn insert_command(
    statements: &mut Statements<'_>,
    append: &Append,
    last: i64,
) -> rusqlite::Result<usize> {
    let events = i64::try_from(append.events.len()).unwrap_or(0);
    let revision = append
        .events
        .last()
        .map_or(0, |event| event.envelope.revision.0);
    statements.command.execute(params![
        append.command.as_bytes(),
        append.content,
        append.stream.to_bytes(),
        last + 1 - events,
        last,
        revision.cast_signed(),
        append.note,
    ])
}

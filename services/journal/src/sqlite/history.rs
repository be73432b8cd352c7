//! The history of an embedded store, read in one transaction beside a running server.

use std::path::Path;
use std::sync::Arc;

use lanyard_events::{CommandId, Position};
use rusqlite::{Connection, OpenFlags, Row, Rows};

use super::columns;
use super::file::{check_is_ours, check_magic, engine, open_to_read};
use super::syncing::sync_log;
use super::tables::{HEAD, HISTORY_COMMANDS, HISTORY_EVENTS};
use crate::error::{JournalError, Trouble};
use crate::history::{Chapter, History, Teller};
use crate::port::Command;

/// Reads a store that is there; nothing is made or changed but SQLite's own lock files. Another
/// process may have it open and goes on recording.
///
/// # Errors
/// There is none, it cannot be read, or it is not a store of events.
pub fn history(path: &Path) -> Result<History, JournalError> {
    check_magic(path)?;
    let connection = open_to_read(path)?;
    check_is_ours(&connection)?;
    // Commands are sorted by position, of which there may be more than fit into memory.
    connection
        .execute_batch("PRAGMA temp_store = FILE; BEGIN")
        .map_err(engine)?;
    // The first read takes the moment.
    let head: Option<i64> = connection
        .query_row(HEAD, [], |row| row.get(0))
        .map_err(engine)?;
    let head = Position(head.unwrap_or(0).cast_unsigned());
    // The newest of it may be committed and not durable (ADR 10): a backup must not hold what the store
    // can still lose.
    sync_log(path)?;
    let (teller, history) = History::new();
    let reading = move || tell(&connection, teller, head);
    std::thread::Builder::new()
        .name("history".to_owned())
        .spawn(reading)
        .map_err(|error| JournalError::Unavailable {
            trouble: Trouble::Failing,
            source: Some(Arc::new(error)),
        })?;
    Ok(history)
}

/// Makes a closed store one file that is read without any other beside it, from a medium that cannot
/// be written too. Opened as a store again, it is as before.
///
/// # Errors
/// Somebody has it open, or it cannot be written.
pub fn make_single_file(path: &Path) -> Result<(), JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(engine)?;
    check_is_ours(&connection)?;
    let mode: String = connection
        .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))
        .map_err(engine)?;
    if mode == "delete" {
        Ok(())
    } else {
        Err(JournalError::InUse)
    }
}

fn tell(connection: &Connection, mut teller: Teller, head: Position) {
    if let Err(error) = tell_all(connection, &mut teller, head) {
        // Whoever does not listen any more does not miss it.
        let _ = teller.tell_blocking(Err(error));
    }
}

fn tell_all(
    connection: &Connection,
    teller: &mut Teller,
    head: Position,
) -> Result<(), JournalError> {
    let mut commands = connection.prepare(HISTORY_COMMANDS).map_err(engine)?;
    let mut commands = commands.query([]).map_err(engine)?;
    let mut events = connection.prepare(HISTORY_EVENTS).map_err(engine)?;
    let mut events = events.query([]).map_err(engine)?;
    while let Some(row) = commands.next().map_err(engine)? {
        let chapter = chapter(row, &mut events, teller)?;
        if !teller.tell_blocking(Ok(chapter)) {
            return Ok(());
        }
    }
    if teller.told() == head {
        Ok(())
    } else {
        let missing = Some(teller.told());
        Err(JournalError::damaged(
            missing,
            "the events after it are of no command",
        ))
    }
}

fn chapter(
    row: &Row<'_>,
    events: &mut Rows<'_>,
    teller: &mut Teller,
) -> Result<Chapter, JournalError> {
    let command: Command = columns::command(row)?;
    let id: [u8; 32] = row.get(6).map_err(engine)?;
    let mut own = Vec::new();
    while own.len() as u64 + teller.told().0 < command.place.last.0 {
        match events.next().map_err(engine)? {
            Some(row) => own.push(columns::recorded(row)?),
            None => break,
        }
    }
    teller.chapter(CommandId::from_bytes(id), command, own)
}

//! Opening the store's file: one process at a time, and only a file that looks whole.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lanyard_events::Position;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::columns;
use super::heads::{HEADS, SharedHeads};
use super::recent::{RECENT_BYTES, Recent};
use super::tables::{APPLICATION_ID, FIND, HEAD, READ_ALL, SETTINGS, TABLES, TABLES_VERSION};
use crate::error::{JournalError, Trouble};

/// First bytes of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Files up to this size are checked page by page at every start (about 50 ms); larger ones by
/// their header, their newest event, and by every read.
const CHECKED_WHOLE_BYTES: u64 = 16 << 20;

/// The store, open for its one writer.
pub(super) struct OpenFile {
    pub connection: Connection,
    /// Held as long as the writer lives.
    pub lock: File,
    pub head: Position,
    /// Heads of its streams, none yet.
    pub heads: SharedHeads,
    /// Its newest events, none yet.
    pub recent: Recent,
}

/// Opens or creates the store; readable by its owner only.
pub(super) fn open(path: &Path) -> Result<OpenFile, JournalError> {
    let lock = lock(path)?;
    check_magic(path)?;
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(engine)?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(engine)?;
    if tables > 0 {
        check_is_ours(&connection)?;
    }
    connection.execute_batch(SETTINGS).map_err(engine)?;
    if tables == 0 {
        create(&connection).map_err(engine)?;
    }
    if move_log(&connection, "TRUNCATE").map_err(engine)? {
        check_pages(path, &connection)?;
    }
    let head = check_newest(&connection)?;
    // From here on a thread of its own syncs what is committed; moving the log still syncs.
    connection
        .pragma_update(None, "synchronous", "NORMAL")
        .map_err(engine)?;
    Ok(OpenFile {
        connection,
        lock,
        head,
        heads: SharedHeads::new(HEADS),
        recent: Recent::new(RECENT_BYTES),
    })
}

/// A connection that only reads.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, JournalError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(engine)?;
    // A reader waits only for the moment in which the log is reset.
    connection
        .busy_timeout(std::time::Duration::from_secs(2))
        .map_err(engine)?;
    connection
        .execute_batch("PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;")
        .map_err(engine)?;
    // Without it SQLite plans a statement with `LIMIT ?` anew at every call: a third of a read.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(engine)?;
    Ok(connection)
}

/// Moves what is in the write-ahead log into the file; `mode` is PASSIVE or TRUNCATE. False when a
/// reader kept some of it from being moved, which then happens later.
pub(super) fn move_log(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    let sql = format!("PRAGMA wal_checkpoint({mode})");
    connection.query_row(&sql, [], |row| Ok(row.get::<_, i64>(0)? == 0))
}

/// The engine's error in our words.
pub(super) fn engine(error: rusqlite::Error) -> JournalError {
    let code = error.sqlite_error_code();
    let is = |codes: &[ErrorCode]| code.is_some_and(|code| codes.contains(&code));
    if is(&[ErrorCode::DatabaseCorrupt, ErrorCode::NotADatabase]) {
        return JournalError::Corrupt {
            position: None,
            found: "the file is cut short or was changed from outside",
            source: Some(Arc::new(error)),
        };
    }
    let trouble = if is(&[ErrorCode::DiskFull]) {
        Trouble::DiskFull
    } else if is(&[
        ErrorCode::ReadOnly,
        ErrorCode::CannotOpen,
        ErrorCode::PermissionDenied,
    ]) {
        Trouble::NotWritable
    } else {
        Trouble::Failing
    };
    JournalError::Unavailable {
        trouble,
        source: Some(Arc::new(error)),
    }
}

pub(super) fn not_writable(error: std::io::Error) -> JournalError {
    JournalError::Unavailable {
        trouble: Trouble::NotWritable,
        source: Some(Arc::new(error)),
    }
}

/// Takes the lock beside the file, and makes the file if there is none.
fn lock(path: &Path) -> Result<File, JournalError> {
    let make = |path: &Path| {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true).mode(0o600);
        options.open(path).map_err(not_writable)
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let lock = make(&PathBuf::from(beside))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(JournalError::InUse),
        Err(TryLockError::Error(error)) => return Err(not_writable(error)),
    }
    make(path)?;
    Ok(lock)
}

/// SQLite takes an empty file for a new one; anything else must begin as its files do.
pub(super) fn check_magic(path: &Path) -> Result<(), JournalError> {
    let mut start = Vec::with_capacity(MAGIC.len());
    File::open(path)
        .and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut start))
        .map_err(not_writable)?;
    if start.is_empty() || start == MAGIC {
        Ok(())
    } else {
        Err(JournalError::damaged(
            None,
            "the file is not a store of events",
        ))
    }
}

/// Our mark, and tables of a version that this release knows.
pub(super) fn check_is_ours(connection: &Connection) -> Result<(), JournalError> {
    if pragma(connection, "application_id")? != APPLICATION_ID {
        Err(JournalError::damaged(
            None,
            "the file is not a store of events",
        ))
    } else if pragma(connection, "user_version")? != TABLES_VERSION {
        Err(JournalError::damaged(
            None,
            "the file was written by a later release",
        ))
    } else {
        Ok(())
    }
}

fn pragma(connection: &Connection, name: &str) -> Result<i64, JournalError> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(engine)
}

fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION_ID}; \
         PRAGMA user_version = {TABLES_VERSION}; COMMIT;"
    ))
}

/// SQLite reads a page that is cut short as if it ended in zeros, so the length is checked here.
fn check_pages(path: &Path, connection: &Connection) -> Result<(), JournalError> {
    let bytes = path.metadata().map_err(not_writable)?.len();
    let pages = pragma(connection, "page_count")?.cast_unsigned();
    let page_bytes = pragma(connection, "page_size")?.cast_unsigned();
    if bytes < pages * page_bytes {
        return Err(JournalError::damaged(None, "the file is cut short"));
    }
    if bytes > CHECKED_WHOLE_BYTES {
        return Ok(());
    }
    let answer: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(engine)?;
    if answer == "ok" {
        Ok(())
    } else {
        Err(JournalError::damaged(
            None,
            "the pages of the file do not fit together",
        ))
    }
}

/// The newest event must be readable by its position and by its id.
fn check_newest(connection: &Connection) -> Result<Position, JournalError> {
    let head: Option<i64> = connection
        .query_row(HEAD, [], |row| row.get(0))
        .map_err(engine)?;
    let Some(head) = head.map(i64::cast_unsigned) else {
        return Ok(Position(0));
    };
    let newest = connection
        .query_row(READ_ALL, [head.cast_signed() - 1, 1], |row| {
            Ok(columns::recorded(row))
        })
        .map_err(engine)??;
    let id = newest.event.envelope.id.uuid();
    let found = connection
        .query_row(FIND, [id.as_bytes()], |row| Ok(columns::recorded(row)))
        .map_err(engine)??;
    if newest.position == Position(head) && found == newest {
        Ok(Position(head))
    } else {
        Err(JournalError::damaged(
            Some(Position(head)),
            "the newest event is not in the index",
        ))
    }
}

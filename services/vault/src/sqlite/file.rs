//! Opening the key store's file: one process at a time, for its owner only.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::KeyVaultError;

/// Marks the file as ours in `PRAGMA application_id`: the letters LNYK.
const APPLICATION_ID: i64 = 0x4c4e_594b;
/// Version of the tables, in `PRAGMA user_version`.
const TABLES_VERSION: i64 = 1;

/// Durable at every commit; what is deleted is overwritten with zeros.
const SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
";

/// A live row has its wrapped key, a tombstone has none; rows never go. `row` tells which is newer.
const TABLES: &str = "
    CREATE TABLE root (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        generation INTEGER NOT NULL,
        bytes BLOB NOT NULL
    ) STRICT;
    CREATE TABLE keys (
        row INTEGER PRIMARY KEY,
        stream BLOB NOT NULL,
        key_id INTEGER NOT NULL,
        wrapped BLOB,
        UNIQUE (stream, key_id)
    ) STRICT;
    CREATE TRIGGER keys_stay BEFORE DELETE ON keys BEGIN SELECT RAISE(ABORT, 'rows stay'); END;
    CREATE TRIGGER tombstones_stay BEFORE UPDATE ON keys WHEN OLD.wrapped IS NULL
        BEGIN SELECT RAISE(ABORT, 'tombstones stay'); END;
";

/// The lock, a connection that writes and one that reads.
pub(super) fn open(path: &Path) -> Result<(File, Connection, Connection), KeyVaultError> {
    let lock = lock(path)?;
    let writing = connect(path)?;
    let tables: i64 = writing
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(engine)?;
    if tables == 0 {
        writing.execute_batch(SETTINGS).map_err(engine)?;
        create(&writing).map_err(engine)?;
    } else {
        check_is_ours(&writing)?;
        writing.execute_batch(SETTINGS).map_err(engine)?;
    }
    let whole: String = writing
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(engine)?;
    if whole != "ok" {
        return Err(damaged("the pages of the file do not fit together"));
    }
    Ok((lock, writing, connect(path)?))
}

/// Copies by one statement, which reads at one moment and overwrites nothing.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), KeyVaultError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reading = Connection::open_with_flags(from, flags).map_err(engine)?;
    check_is_ours(&reading)?;
    // Made first, for its owner only; SQLite takes an empty file.
    let mut options = OpenOptions::new();
    let made = options.create_new(true).write(true).mode(0o600).open(to);
    made.map_err(|error| KeyVaultError::Unavailable(Arc::new(error)))?;
    let to = to
        .to_str()
        .ok_or(damaged("the copy's path is not written in Unicode"))?;
    reading.execute("VACUUM INTO ?1", [to]).map_err(engine)?;
    Ok(())
}

/// Our mark, and tables of a version that this release knows.
fn check_is_ours(connection: &Connection) -> Result<(), KeyVaultError> {
    let pragma = |name: &str| {
        let read = connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        read.map_err(engine)
    };
    if pragma("application_id")? != APPLICATION_ID {
        Err(damaged("the file is not a key store"))
    } else if pragma("user_version")? != TABLES_VERSION {
        Err(damaged("the file was written by a later release"))
    } else {
        Ok(())
    }
}

/// The engine's error in our words.
pub(super) fn engine(error: rusqlite::Error) -> KeyVaultError {
    let damaged = error
        .sqlite_error_code()
        .is_some_and(|code| [ErrorCode::DatabaseCorrupt, ErrorCode::NotADatabase].contains(&code));
    if damaged {
        KeyVaultError::Corrupt {
            found: "the file is cut short or was changed from outside",
            source: Some(Arc::new(error)),
        }
    } else {
        KeyVaultError::Unavailable(Arc::new(error))
    }
}

/// Damage that our own checks found.
pub(super) const fn damaged(found: &'static str) -> KeyVaultError {
    KeyVaultError::Corrupt {
        found,
        source: None,
    }
}

/// Takes the lock beside the file, and makes the file if there is none.
fn lock(path: &Path) -> Result<File, KeyVaultError> {
    let make = |path: &Path| {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true).mode(0o600);
        let made = options.open(path);
        made.map_err(|error| KeyVaultError::Unavailable(Arc::new(error)))
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let lock = make(&PathBuf::from(beside))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(KeyVaultError::InUse),
        Err(TryLockError::Error(error)) => {
            return Err(KeyVaultError::Unavailable(Arc::new(error)));
        }
    }
    make(path)?;
    Ok(lock)
}

fn connect(path: &Path) -> Result<Connection, KeyVaultError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(engine)
}

fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION_ID}; \
         PRAGMA user_version = {TABLES_VERSION}; COMMIT;"
    ))
}

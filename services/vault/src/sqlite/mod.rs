//! The key store of the embedded installation: one SQLite file, apart from the store of events.

mod file;

use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lanyard_events::StreamId;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use self::file::{damaged, engine};
use crate::error::KeyVaultError;
use crate::port::{KeyRow, KeyVault, Put, Rewrap, Rewrapped, RootCheck, WrappedKey};

const INSERT: &str =
    "INSERT INTO keys (stream, key_id, wrapped) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
const GET: &str = "SELECT key_id, wrapped FROM keys WHERE stream = ?1 AND key_id = ?2";
const NEWEST: &str =
    "SELECT key_id, wrapped FROM keys WHERE stream = ?1 ORDER BY wrapped IS NULL, row DESC LIMIT 1";
const TOMBSTONE: &str =
    "UPDATE keys SET wrapped = NULL WHERE stream = ?1 AND key_id = ?2 AND wrapped IS NOT NULL";
const LIVE: &str = "SELECT stream, key_id, wrapped FROM keys WHERE wrapped IS NOT NULL";
const REWRAP: &str = "UPDATE keys SET wrapped = ?3 WHERE stream = ?1 AND key_id = ?2";
const CHECK: &str = "SELECT generation, bytes FROM root";
const SET_CHECK: &str = "INSERT OR REPLACE INTO root VALUES (1, ?1, ?2)";

/// Wrapped keys in a file of mode 0600.
#[derive(Debug)]
pub struct SqliteKeyVault {
    writing: Mutex<Connection>,
    /// Reads do not wait for a write to reach the disk.
    reading: Mutex<Connection>,
    /// Held as long as the store is open.
    _lock: File,
}

impl SqliteKeyVault {
    /// Opens the key store at a path, or makes an empty one there; its folder must exist.
    ///
    /// # Errors
    /// In use by another process, not readable or writable, not a key store, damaged.
    pub fn open(path: &Path) -> Result<Self, KeyVaultError> {
        let (lock, writing, reading) = file::open(path)?;
        Ok(Self {
            writing: Mutex::new(writing),
            reading: Mutex::new(reading),
            _lock: lock,
        })
    }

    /// Copies the key store at a path into a new file, as it is at one moment, beside a process that
    /// has it open.
    ///
    /// # Errors
    /// There is none, it is not a key store, or the copy cannot be made.
    pub fn copy(from: &Path, to: &Path) -> Result<(), KeyVaultError> {
        file::copy(from, to)
    }

    /// Runs one durable transaction; rolled back on any error.
    fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, KeyVaultError>,
    ) -> Result<T, KeyVaultError> {
        let mut connection = held(&self.writing);
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(engine)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(engine)?;
        Ok(done)
    }
}

impl KeyVault for SqliteKeyVault {
    fn put(&self, keys: &[WrappedKey]) -> Result<Vec<Put>, KeyVaultError> {
        self.write(|transaction| {
            let mut insert = transaction.prepare_cached(INSERT).map_err(engine)?;
            let mut put = |key: &WrappedKey| {
                let row = params![key.stream.to_bytes(), key.key_id, key.bytes];
                match insert.execute(row).map_err(engine)? {
                    0 => get(transaction, key.stream, key.key_id).map(Put::Present),
                    _ => Ok(Put::Stored),
                }
            };
            keys.iter().map(&mut put).collect()
        })
    }

    fn get(&self, stream: StreamId, key_id: u32) -> Result<KeyRow, KeyVaultError> {
        get(&held(&self.reading), stream, key_id)
    }

    fn newest(&self, stream: StreamId) -> Result<KeyRow, KeyVaultError> {
        let connection = held(&self.reading);
        let mut newest = connection.prepare_cached(NEWEST).map_err(engine)?;
        let row = newest
            .query_row([stream.to_bytes()], columns)
            .optional()
            .map_err(engine)?;
        Ok(key_row(stream, row))
    }

    fn tombstone(&self, stream: StreamId, key_id: u32) -> Result<bool, KeyVaultError> {
        let there = self.write(|transaction| {
            let named = params![stream.to_bytes(), key_id];
            transaction.execute(TOMBSTONE, named).map_err(engine)?;
            get(transaction, stream, key_id).map(|row| row != KeyRow::Missing)
        })?;
        // Older copies of the page must not stay behind in the write-ahead log.
        held(&self.writing)
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(engine)?;
        Ok(there)
    }

    fn root_check(&self, first: &RootCheck) -> Result<RootCheck, KeyVaultError> {
        self.write(|transaction| {
            if let Some(check) = check(transaction)? {
                return Ok(check);
            }
            let empty: bool = transaction
                .query_row("SELECT NOT EXISTS (SELECT 1 FROM keys)", [], |row| {
                    row.get(0)
                })
                .map_err(engine)?;
            if !empty {
                return Err(damaged("it holds keys but no check value of the root key"));
            }
            set_check(transaction, first)?;
            Ok(first.clone())
        })
    }

    fn rewrap(&self, next: &RootCheck, rewrap: Rewrap<'_>) -> Result<Rewrapped, KeyVaultError> {
        self.write(|transaction| {
            let before = check(transaction)?.map_or(0, |check| check.generation);
            if next.generation != before + 1 {
                return Err(KeyVaultError::RotatedMeanwhile);
            }
            let mut update = transaction.prepare(REWRAP).map_err(engine)?;
            let mut rewrapped = Rewrapped {
                keys: 0,
                generation: next.generation,
            };
            for key in live(transaction)? {
                let (stream, key_id) = (key.stream, key.key_id);
                let anew = rewrap(&key).ok_or(KeyVaultError::KeyDoesNotOpen { stream, key_id })?;
                update
                    .execute(params![stream.to_bytes(), key_id, anew])
                    .map_err(engine)?;
                rewrapped.keys += 1;
            }
            set_check(transaction, next)?;
            Ok(rewrapped)
        })
    }
}

fn held(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

type Columns = (u32, Option<Vec<u8>>);

fn columns(row: &rusqlite::Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?))
}

fn key_row(stream: StreamId, row: Option<Columns>) -> KeyRow {
    match row {
        Some((key_id, Some(bytes))) => KeyRow::Wrapped(WrappedKey {
            stream,
            key_id,
            bytes,
        }),
        Some((_, None)) => KeyRow::Destroyed,
        None => KeyRow::Missing,
    }
}

fn get(connection: &Connection, stream: StreamId, key_id: u32) -> Result<KeyRow, KeyVaultError> {
    let mut get = connection.prepare_cached(GET).map_err(engine)?;
    let row = get
        .query_row(params![stream.to_bytes(), key_id], columns)
        .optional()
        .map_err(engine)?;
    Ok(key_row(stream, row))
}

fn check(connection: &Connection) -> Result<Option<RootCheck>, KeyVaultError> {
    let read = connection.query_row(CHECK, [], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
    let found = read.optional().map_err(engine)?;
    Ok(found.map(|(generation, bytes)| RootCheck {
        generation: generation.cast_unsigned(),
        bytes,
    }))
}

fn set_check(connection: &Connection, check: &RootCheck) -> Result<(), KeyVaultError> {
    let row = params![check.generation.cast_signed(), check.bytes];
    connection.execute(SET_CHECK, row).map_err(engine)?;
    Ok(())
}

/// Every live row, read whole before the first is changed.
fn live(connection: &Connection) -> Result<Vec<WrappedKey>, KeyVaultError> {
    let mut live = connection.prepare(LIVE).map_err(engine)?;
    let mut rows = live.query([]).map_err(engine)?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next().map_err(engine)? {
        let stream: Vec<u8> = row.get(0).map_err(engine)?;
        keys.push(WrappedKey {
            stream: StreamId::from_bytes(&stream)
                .ok_or(damaged("a row is of no stream that is known"))?,
            key_id: row.get(1).map_err(engine)?,
            bytes: row.get(2).map_err(engine)?,
        });
    }
    Ok(keys)
}

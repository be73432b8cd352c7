//! The stored events for whoever checks them: read only, beside a running server or from a copy.

use std::path::Path;

use lanyard_events::{Position, Recorded};
use rusqlite::Connection;

use super::file::{check_is_ours, check_magic, engine, open_to_read};
use super::reads::all_after;
use crate::error::JournalError;

/// Events read at once.
const BATCH: u32 = 8_192;

/// A store opened to be read, whoever else has it open. Calls block.
#[derive(Debug)]
pub struct StoredEvents(Connection);

impl StoredEvents {
    /// Opens a store that is there; nothing is made or changed but SQLite's own lock files.
    ///
    /// # Errors
    /// There is none, it cannot be read, or it is not a store of events.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        check_magic(path)?;
        let connection = open_to_read(path)?;
        check_is_ours(&connection)?;
        Ok(Self(connection))
    }

    /// At most `limit` events after a position, in order, as `Journal::read_all`.
    ///
    /// # Errors
    /// The store fails, or an event is missing or misshapen.
    pub fn read_all(&self, after: Position, limit: u32) -> Result<Vec<Recorded>, JournalError> {
        all_after(&self.0, after, limit).map_err(engine)?
    }

    /// Everything, in order, so many at a time; to be given up at the first error.
    pub fn batches(&self) -> impl Iterator<Item = Result<Vec<Recorded>, JournalError>> {
        let mut after = Position(0);
        std::iter::from_fn(move || match self.read_all(after, BATCH) {
            Ok(batch) => {
                after = batch.last()?.position;
                Some(Ok(batch))
            }
            Err(error) => Some(Err(error)),
        })
    }
}

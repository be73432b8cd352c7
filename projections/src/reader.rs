//! Reading: a pool of read-only connections, one snapshot per read.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::error::ViewError;
use crate::file;

/// Connections kept open between reads: more would only hold memory on the machines this runs on.
const KEPT: usize = 8;

/// Reads the views; cheap to clone.
#[derive(Clone)]
pub struct Reader {
    pool: Arc<Pool>,
}

struct Pool {
    views: PathBuf,
    looks: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// One snapshot of the views, given to the query functions.
pub struct Reading<'a> {
    pub(crate) conn: &'a Connection,
}

impl Reader {
    pub(crate) fn new(views: PathBuf, looks: PathBuf) -> Self {
        Self {
            pool: Arc::new(Pool {
                views,
                looks,
                idle: Mutex::new(Vec::new()),
            }),
        }
    }

    /// Reads within one snapshot: all queries of `read` see the same rows. Blocks for as long as
    /// the queries run, which is below a millisecond for one page.
    ///
    /// # Errors
    /// When the file cannot be read, or what `read` answers.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&Reading<'_>) -> Result<T, ViewError>,
    ) -> Result<T, ViewError> {
        let conn = match self.idle().pop() {
            Some(conn) => conn,
            None => file::open_reader(&self.pool.views, &self.pool.looks)?,
        };
        let answer = {
            // Dropped without a commit: there is nothing to keep.
            let snapshot = conn.unchecked_transaction()?;
            read(&Reading { conn: &snapshot })
        };
        if let Err(ViewError::Corrupt(_)) = answer {
            file::mark_damaged(&self.pool.views);
            file::mark_damaged(&self.pool.looks);
            return answer;
        }
        let mut idle = self.idle();
        if idle.len() < KEPT {
            idle.push(conn);
        }
        answer
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.pool
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the idle connections.
    pub(crate) fn close(&self) {
        self.idle().clear();
    }
}

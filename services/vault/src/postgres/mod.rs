//! The key store that several processes share: a PostgreSQL database of its own, with a user and a
//! backup of its own.
//!
//! PostgreSQL keeps what was overwritten for a while, in its files and in its log. A destroyed key
//! is out of reach of every statement at once, and of whoever reads those files once the root key is
//! rotated, which follows every disposal.

mod rotation;
mod rows;
#[cfg(test)]
mod tests;

use std::fmt;
use std::future::Future;
use std::sync::{Arc, mpsc};

use lanyard_events::StreamId;
use lanyard_postgres::{Address, Fault, Link, Pool, bring_up_to_date};
use tokio::runtime::Runtime;

use self::rotation::{Ask, Caller, Wrapped, rotate};
use self::rows::Rows;
use crate::error::KeyVaultError;
use crate::port::{KeyRow, KeyVault, Put, Rewrap, Rewrapped, RootCheck, WrappedKey};

/// Statements at one time, of one process.
const CONNECTIONS: u32 = 4;

/// Wrapped keys in a database. Its connections are driven by a thread of its own, so that a caller
/// may block on it from wherever it likes.
pub struct PostgresKeyVault {
    rows: Arc<Rows>,
    /// None only while dropping.
    runtime: Option<Runtime>,
}

impl PostgresKeyVault {
    /// Connects to the database of a URL; makes the tables in an empty one and brings older ones up
    /// to date.
    ///
    /// # Errors
    /// Not reachable, not let in; the database holds something else, or is of a later release.
    pub fn connect(url: &str) -> Result<Self, KeyVaultError> {
        let address = Address::parse(url)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("vault")
            .enable_all()
            .build()
            .map_err(|error| KeyVaultError::Unavailable(Arc::new(error)))?;
        let pool = Pool::new(address.clone(), CONNECTIONS, runtime.handle().clone());
        let vault = Self {
            rows: Arc::new(Rows(pool)),
            runtime: Some(runtime),
        };
        vault.wait(async move {
            let link = Link::connect(&address, None).await?;
            bring_up_to_date(&link, &rows::TABLES).await
        })?;
        Ok(vault)
    }

    /// Blocks until the work is done on the vault's own thread.
    fn wait<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Fault>> + Send + 'static,
    ) -> Result<T, KeyVaultError> {
        let (done, is_done) = mpsc::channel();
        self.spawn(async move {
            // Whoever asked is waiting below.
            let _ = done.send(work.await);
        });
        is_done.recv().map_err(gone)?.map_err(KeyVaultError::from)
    }

    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.runtime {
            runtime.spawn(work);
        }
    }
}

impl KeyVault for PostgresKeyVault {
    fn put(&self, keys: &[WrappedKey]) -> Result<Vec<Put>, KeyVaultError> {
        let (rows, keys) = (Arc::clone(&self.rows), keys.to_vec());
        self.wait(async move { rows.put(&keys).await })
    }

    fn get(&self, stream: StreamId, key_id: u32) -> Result<KeyRow, KeyVaultError> {
        let rows = Arc::clone(&self.rows);
        self.wait(async move { rows.get(stream, key_id).await })
    }

    fn live(&self, named: &[(StreamId, u32)]) -> Result<Vec<WrappedKey>, KeyVaultError> {
        let (rows, named) = (Arc::clone(&self.rows), named.to_vec());
        self.wait(async move { rows.live(&named).await })
    }

    fn newest(&self, stream: StreamId) -> Result<KeyRow, KeyVaultError> {
        let rows = Arc::clone(&self.rows);
        self.wait(async move { rows.newest(stream).await })
    }

    fn tombstone(&self, stream: StreamId, key_id: u32) -> Result<bool, KeyVaultError> {
        let rows = Arc::clone(&self.rows);
        self.wait(async move { rows.tombstone(stream, key_id).await })
    }

    fn root_check(&self, first: &RootCheck) -> Result<RootCheck, KeyVaultError> {
        let (rows, first) = (Arc::clone(&self.rows), first.clone());
        self.wait(async move { rows.root_check(&first).await })
    }

    fn rewrap(&self, next: &RootCheck, rewrap: Rewrap<'_>) -> Result<Rewrapped, KeyVaultError> {
        let (rows, next) = (Arc::clone(&self.rows), next.clone());
        let (asks, asked) = mpsc::channel();
        let (answer, answers) = tokio::sync::mpsc::unbounded_channel();
        self.spawn(async move {
            let mut caller = Caller { asks, answers };
            let done = rotate(&rows, &next, &mut caller).await;
            let _ = caller.asks.send(Ask::Done(done));
        });
        loop {
            match asked.recv().map_err(gone)? {
                // A rotation that failed meanwhile says so next.
                Ask::Wrap(keys) => drop(answer.send(wrap(&keys, rewrap))),
                Ask::Done(done) => return done,
            }
        }
    }
}

/// On the caller's thread: keys are opened nowhere else.
fn wrap(keys: &[WrappedKey], rewrap: Rewrap<'_>) -> Wrapped {
    let mut anew = |key: &WrappedKey| {
        rewrap(key).ok_or(KeyVaultError::KeyDoesNotOpen {
            stream: key.stream,
            key_id: key.key_id,
        })
    };
    keys.iter().map(&mut anew).collect()
}

fn gone(error: mpsc::RecvError) -> KeyVaultError {
    KeyVaultError::Unavailable(Arc::new(error))
}

impl From<Fault> for KeyVaultError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotOurs { found, source } => Self::Corrupt { found, source },
            fault @ (Fault::Away(_)
            | Fault::Slow(_)
            | Fault::Settings { .. }
            | Fault::DiskFull(_)
            | Fault::NotWritable(_)
            | Fault::Failing(_)) => Self::Unavailable(Arc::new(fault)),
        }
    }
}

impl Drop for PostgresKeyVault {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waiting for it would panic on a thread that drives a runtime itself.
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for PostgresKeyVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresKeyVault")
    }
}

//! A few connections for short work, opened when first needed.

use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::address::Address;
use crate::fault::Fault;
use crate::link::{Link, within};

/// Longest that one read, or waiting for a free connection, may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connections that are lent out one at a time.
#[derive(Debug)]
pub struct Pool {
    address: Address,
    /// Where the connections are driven: callers may be on runtimes that end before them.
    runtime: Handle,
    idle: Mutex<Vec<Link>>,
    permits: Semaphore,
    size: u32,
}

/// A connection lent out. Dropped without [`Leased::give_back`] it is closed, since whatever it was
/// in the middle of is not known.
#[derive(Debug)]
pub struct Leased<'p> {
    pool: &'p Pool,
    link: Option<Link>,
    /// It lay idle before, and may have been cut off meanwhile.
    pub is_used: bool,
    _permit: SemaphorePermit<'p>,
}

impl Pool {
    /// A pool of at most `size` connections, driven by a runtime.
    #[must_use]
    pub fn new(address: Address, size: u32, runtime: Handle) -> Self {
        Self {
            address,
            runtime,
            idle: Mutex::default(),
            permits: Semaphore::new(size as usize),
            size,
        }
    }

    /// Borrows a connection; none when the pool was closed.
    ///
    /// # Errors
    /// The server cannot be reached, or all connections are busy for too long.
    pub async fn lease(&self) -> Result<Option<Leased<'_>>, Fault> {
        let waiting = async { Ok::<_, Fault>(self.permits.acquire().await.ok()) };
        let Some(permit) = within(PATIENCE, waiting).await? else {
            return Ok(None);
        };
        let kept = self.kept();
        let is_used = kept.is_some();
        let link = match kept {
            Some(link) => link,
            None => self.connect().await?,
        };
        Ok(Some(Leased {
            pool: self,
            link: Some(link),
            is_used,
            _permit: permit,
        }))
    }

    /// Reads rows; over a new connection if an idle one turns out to be cut off. None when the pool
    /// was closed.
    ///
    /// # Errors
    /// As the server's.
    pub async fn query(
        &self,
        sql: &'static str,
        asked: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Vec<Row>>, Fault> {
        loop {
            let Some(leased) = self.lease().await? else {
                return Ok(None);
            };
            let is_used = leased.is_used;
            let reading = async {
                let statement = leased.prepared(sql).await?;
                Ok::<_, Fault>(leased.query(&statement, asked).await?)
            };
            match within(PATIENCE, reading).await {
                Ok(rows) => {
                    leased.give_back();
                    return Ok(Some(rows));
                }
                // At most as often as connections lie idle.
                Err(fault) if fault.is_lost() && is_used => {}
                Err(fault) => return Err(fault),
            }
        }
    }

    /// Lets running work end, refuses more and closes the connections.
    pub async fn close(&self) {
        if let Ok(permits) = self.permits.acquire_many(self.size).await {
            self.permits.close();
            drop(permits);
        }
        self.idle().clear();
    }

    /// Whether `close` was called.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.permits.is_closed()
    }

    async fn connect(&self) -> Result<Link, Fault> {
        let address = self.address.clone();
        let connecting = self
            .runtime
            .spawn(async move { Link::connect(&address, None).await });
        // It ends early only when its runtime shuts down.
        connecting.await.map_err(|_| Fault::Away(None))?
    }

    /// The connection used last that is not known to be cut off.
    fn kept(&self) -> Option<Link> {
        let mut idle = self.idle();
        idle.retain(|link| !link.is_closed());
        idle.pop()
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Link>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leased<'_> {
    /// Returns the connection, with no transaction open, for the next one.
    pub fn give_back(mut self) {
        if let Some(link) = self.link.take() {
            self.pool.idle().push(link);
        }
    }
}

impl Deref for Leased<'_> {
    type Target = Link;

    fn deref(&self) -> &Link {
        self.link
            .as_ref()
            .expect("taken only when it is given back or dropped")
    }
}

impl Drop for Leased<'_> {
    fn drop(&mut self) {
        if let Some(link) = self.link.take() {
            link.abandon();
        }
    }
}

//! One connection, set up so that a commit is durable and nothing waits for ever.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;
use tokio_postgres::config::SslMode;
use tokio_postgres::{AsyncMessage, Client, Connection, NoTls, SimpleQueryMessage, Statement};

use crate::address::Address;
use crate::fault::Fault;
use crate::tls::Tls;

/// Oldest server that is asked to work: releases before it get no more fixes.
const OLDEST_SERVER: u32 = 140_000;

/// Durable commits; statements, locks and idle transactions end by themselves, so that a process
/// that was paused or cut off cannot keep the others from appending. Every statement of ours goes by
/// an index, row by row: a plan made while a table was small must not read all of it once it is not.
const SESSION: &str = "
    SET statement_timeout = '10s';
    SET lock_timeout = '4s';
    SET idle_in_transaction_session_timeout = '5s';
    SET client_min_messages = warning;
    SET enable_seqscan = off;
    SET enable_hashjoin = off;
    SET enable_mergejoin = off;
    SET plan_cache_mode = force_generic_plan;
    SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off';
    SELECT current_setting('server_version_num'), current_setting('fsync');
";

/// A connection and its prepared statements.
pub struct Link {
    client: Client,
    driver: AbortHandle,
    prepared: Mutex<HashMap<&'static str, Statement>>,
}

impl Link {
    /// Connects; `heard` gets the text of every notification. The connection is driven by the
    /// runtime that this is called on.
    ///
    /// # Errors
    /// Not reachable, not let in, too old, or not writable.
    pub async fn connect(
        address: &Address,
        heard: Option<UnboundedSender<String>>,
    ) -> Result<Self, Fault> {
        let connecting = async {
            let (client, driver) = open(address, heard).await?;
            let link = Self {
                client,
                driver,
                prepared: Mutex::default(),
            };
            link.set_up().await?;
            Ok::<_, Fault>(link)
        };
        within(address.patience(), connecting).await
    }

    async fn set_up(&self) -> Result<(), Fault> {
        let answers = self.client.simple_query(SESSION).await?;
        let last = answers.iter().rev().find_map(|answer| {
            if let SimpleQueryMessage::Row(row) = answer {
                Some((row.get(0)?.parse::<u32>().ok()?, row.get(1)?))
            } else {
                None
            }
        });
        let Some((version, fsync)) = last else {
            return Err(Fault::settings("the server is not PostgreSQL"));
        };
        if version < OLDEST_SERVER {
            return Err(Fault::settings(
                "the server is older than PostgreSQL 14; upgrade it",
            ));
        }
        if fsync != "on" {
            tracing::error!("the server runs with fsync off: what it acknowledges can be lost");
        }
        Ok(())
    }

    /// A statement, prepared at its first use.
    ///
    /// # Errors
    /// The server does not take it.
    pub async fn prepared(&self, sql: &'static str) -> Result<Statement, Fault> {
        let kept = self.statements().get(sql).cloned();
        if let Some(statement) = kept {
            return Ok(statement);
        }
        let statement = self.client.prepare(sql).await?;
        self.statements().insert(sql, statement.clone());
        Ok(statement)
    }

    /// Drops the connection at once, without a word to a server that may not listen: what it was in
    /// the middle of is undone as soon as it notices.
    pub fn abandon(self) {
        self.driver.abort();
    }

    fn statements(&self) -> std::sync::MutexGuard<'_, HashMap<&'static str, Statement>> {
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Link {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link")
    }
}

/// Waits for an answer, but not for ever.
///
/// # Errors
/// The answer's own, or `Slow`.
pub async fn within<T, E>(
    patience: Duration,
    answer: impl Future<Output = Result<T, E>>,
) -> Result<T, Fault>
where
    Fault: From<E>,
{
    match tokio::time::timeout(patience, answer).await {
        Ok(answer) => Ok(answer?),
        Err(elapsed) => Err(Fault::Slow(Some(Arc::new(elapsed)))),
    }
}

async fn open(
    address: &Address,
    heard: Option<UnboundedSender<String>>,
) -> Result<(Client, AbortHandle), Fault> {
    if address.config.get_ssl_mode() == SslMode::Disable {
        let connected = address.config.connect(NoTls).await;
        let (client, connection) = connected.map_err(Fault::of_connecting)?;
        return Ok((client, drive(connection, heard)));
    }
    let tls = Tls::new(address.authorities.as_deref())?;
    let connected = address.config.connect(tls).await;
    let (client, connection) = connected.map_err(Fault::of_connecting)?;
    Ok((client, drive(connection, heard)))
}

/// Moves bytes until the connection ends.
fn drive<S, T>(
    mut connection: Connection<S, T>,
    heard: Option<UnboundedSender<String>>,
) -> AbortHandle
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let driving = tokio::spawn(async move {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            match (message, &heard) {
                (Ok(AsyncMessage::Notification(note)), Some(heard)) => {
                    // Whoever hears no more is about to drop the connection.
                    let _ = heard.send(note.payload().to_owned());
                }
                (Ok(_), _) => {}
                // The client's next call says why.
                (Err(_), _) => break,
            }
        }
    });
    driving.abort_handle()
}

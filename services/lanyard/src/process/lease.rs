//! The lease of the worker: one process at a time signs, finishes reactions and fills.
//!
//! It is a lock that a session of PostgreSQL holds, in the vault's database, and ends with the
//! session. The checkpoint lock fences it: whoever lost the lease and has not noticed cannot sign
//! any more once its successor has. An embedded installation has one process and needs none.

use std::time::Duration;

use anyhow::Context;
use lanyard_postgres::{Address, Fault, Link, within};
use tokio::sync::watch;

use crate::config::Complete;
use crate::files::read_secret;

/// The number of the lock: the letters LNYDWORK.
const LOCK: i64 = 0x4c4e_5944_574f_524b;
/// How often a waiting worker asks again, and a holding one whether it still holds.
const PACE: Duration = Duration::from_secs(1);
/// A holder that the server has not answered for so long gives up.
const PATIENCE: Duration = Duration::from_secs(3);
/// The server ends the session of a holder that is silent for longer than one that runs can be:
/// `PACE` and `PATIENCE`, with some room. Otherwise a process that is paused, or whose network is cut,
/// would keep the lease for as long as TCP does, which may be hours.
const ENDS_IN_SILENCE: &str = "SET idle_session_timeout = '5s'";

/// Held as long as it lives.
#[derive(Debug)]
pub struct Lease {
    lost: watch::Receiver<bool>,
}

impl Lease {
    /// Whether there can be another worker.
    #[must_use]
    pub const fn is_needed(settings: &Complete) -> bool {
        let settings = &settings.settings;
        settings.roles.worker && settings.engines.vault_url_file.is_some()
    }

    /// Waits until no other worker holds it.
    ///
    /// # Errors
    /// The address is wrong, or the server does not let us in. One that is away is waited for.
    pub async fn take(settings: &Complete) -> anyhow::Result<Self> {
        let file = settings.settings.engines.vault_url_file.as_ref();
        let file = file.context("a lease needs LANYARD_VAULT_URL_FILE")?;
        let url = read_secret(file, "LANYARD_VAULT_URL_FILE")?;
        let address = Address::parse(&url).context("LANYARD_VAULT_URL_FILE")?;
        let mut said = false;
        loop {
            match hold(&address).await {
                Ok(Some(link)) => return Ok(Self::watched(link)),
                Ok(None) if !said => {
                    tracing::info!("another worker is at work; this one waits to take over");
                    said = true;
                }
                Ok(None) => {}
                Err(error @ (Fault::Settings { .. } | Fault::NotOurs { .. })) => {
                    return Err(error).context("the vault on PostgreSQL cannot be used");
                }
                Err(error) => tracing::warn!(%error, "the worker's lease cannot be asked for"),
            }
            tokio::time::sleep(PACE).await;
        }
    }

    fn watched(link: Link) -> Self {
        let (tell, lost) = watch::channel(false);
        tokio::spawn(async move {
            while within(PATIENCE, link.simple_query("SELECT 1"))
                .await
                .is_ok()
            {
                tokio::time::sleep(PACE).await;
            }
            tracing::error!("the worker's lease is lost; this process ends");
            tell.send_replace(true);
        });
        Self { lost }
    }

    /// Returns once it is lost: the process must end then, and start afresh.
    pub async fn lost(&mut self) {
        // An error means that the watching task is gone, and with it the session.
        let _gone = self.lost.wait_for(|lost| *lost).await;
    }
}

async fn hold(address: &Address) -> Result<Option<Link>, Fault> {
    let link = Link::connect(address, None).await?;
    within(PATIENCE, link.batch_execute(ENDS_IN_SILENCE)).await?;
    let asked = link.query_one("SELECT pg_try_advisory_lock($1)", &[&LOCK]);
    let held: bool = within(PATIENCE, asked).await?.get(0);
    Ok(held.then_some(link))
}

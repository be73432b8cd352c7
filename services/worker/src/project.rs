//! Feeds the views.

use std::sync::Arc;
use std::time::{Duration, Instant};

use lanyard_events::EventId;
use lanyard_journal::Journal;
use lanyard_projections::{Parked, ViewError, Views};
use lanyard_vault::{KeyVaultError, Vault, VaultError};
use tokio::sync::mpsc;

use crate::feed::Feed;
use crate::open::{Arrival, open_all};
use crate::stop::Stop;
use crate::watch::Watch;

/// Opened batches waiting for the views: opening and applying run side by side while catching up.
const AHEAD: usize = 2;
/// A larger batch is catching up: nobody waits for any one event of it.
const WATCHED: usize = 512;

/// How long to wait after the vault was away, or the disk of the views was full.
const RETRY: Duration = Duration::from_secs(1);

/// Runs until asked to stop, or until an event cannot be opened or applied however often it is
/// tried, which it says.
pub async fn project(
    journal: Arc<dyn Journal>,
    vault: Arc<Vault>,
    views: Arc<Views>,
    watch: Arc<dyn Watch>,
    mut stop: Stop,
) {
    let parts = Parts {
        journal,
        vault,
        views,
        watch,
    };
    // What the views have not got is read anew, so beginning again loses nothing.
    while feed(&parts, &stop).await {
        tokio::select! {
            () = stop.raised() => return,
            () = tokio::time::sleep(RETRY) => {}
        }
    }
}

/// What feeding the views takes.
struct Parts {
    journal: Arc<dyn Journal>,
    vault: Arc<Vault>,
    views: Arc<Views>,
    watch: Arc<dyn Watch>,
}

/// Feeds the views until asked to stop or hindered; whether what hinders it may pass.
async fn feed(parts: &Parts, stop: &Stop) -> bool {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let applying = tokio::task::spawn_blocking({
        let (views, watch) = (Arc::clone(&parts.views), Arc::clone(&parts.watch));
        move || apply_all(&views, receiver, watch.as_ref())
    });
    let positions = parts.journal.positions();
    let mut feed = Feed::after(
        Arc::clone(&parts.journal),
        parts.views.resume_from(),
        stop.clone(),
    );
    let mut may_pass = false;
    loop {
        let next = tokio::select! {
            next = feed.next() => next,
            () = sender.closed() => None,
        };
        let Some(batch) = next else { break };
        let vault = Arc::clone(&parts.vault);
        match tokio::task::spawn_blocking(move || open_all(&vault, positions, batch)).await {
            Ok(Ok(opened)) => {
                if sender.send(opened).await.is_err() {
                    break;
                }
            }
            Ok(Err(error)) => {
                may_pass = is_away(&error);
                let and = if may_pass {
                    "trying again"
                } else {
                    STAND_STILL
                };
                tracing::error!(%error, "an event could not be opened; {and}");
                break;
            }
            Err(_) => break,
        }
    }
    drop(sender);
    may_pass || applying.await.unwrap_or(false)
}

const STAND_STILL: &str = "the views stand still";

/// Whether the vault may be back by itself. A key that is missing is not.
const fn is_away(error: &VaultError) -> bool {
    matches!(
        error,
        VaultError::Store(KeyVaultError::Unavailable(_) | KeyVaultError::InUse)
    )
}

/// Whether it was hindered by what may pass.
fn apply_all(views: &Views, mut receiver: mpsc::Receiver<Vec<Arrival>>, watch: &dyn Watch) -> bool {
    while let Some(batch) = receiver.blocking_recv() {
        let events = watched(&batch);
        let began = Instant::now();
        if let Err(error) = apply(views, batch) {
            let may_pass = matches!(error, ViewError::Unavailable(_));
            let and = if may_pass {
                "trying again"
            } else {
                STAND_STILL
            };
            tracing::error!(%error, "the views could not be written; {and}");
            return may_pass;
        }
        watch.projected(&events, began.elapsed());
    }
    false
}

fn watched(batch: &[Arrival]) -> Vec<EventId> {
    let events = batch.iter().filter_map(|arrival| match arrival {
        Arrival::Opened(event) => Some(event.envelope.id),
        Arrival::Poison { .. } => None,
    });
    if batch.len() > WATCHED {
        Vec::new()
    } else {
        events.collect()
    }
}

/// Applies a batch. A poison event parks its stream and raises the alarm; all others go on.
///
/// # Errors
/// When a view file cannot be written.
pub fn apply(views: &Views, batch: Vec<Arrival>) -> Result<(), ViewError> {
    let mut opened = Vec::with_capacity(batch.len());
    for arrival in batch {
        match arrival {
            Arrival::Opened(event) => opened.push(*event),
            Arrival::Poison(poison) => {
                alarm(&views.apply(&std::mem::take(&mut opened))?.parked);
                let (position, code) = (poison.position.0, poison.code);
                tracing::error!(position, code, "a stream is parked");
                views.park(&poison)?;
            }
        }
    }
    alarm(&views.apply(&opened)?.parked);
    Ok(())
}

fn alarm(parked: &[Parked]) {
    for parked in parked {
        tracing::error!(
            position = parked.position.0,
            code = parked.code,
            "a stream is parked"
        );
    }
}

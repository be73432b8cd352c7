//! Feeds the views.

use std::sync::Arc;
use std::time::Instant;

use lanyard_events::EventId;
use lanyard_journal::Journal;
use lanyard_projections::{Parked, ViewError, Views};
use lanyard_vault::Vault;
use tokio::sync::mpsc;

use crate::feed::Feed;
use crate::open::{Arrival, open_all};
use crate::stop::Stop;
use crate::watch::Watch;

/// Opened batches waiting for the views: opening and applying run side by side while catching up.
const AHEAD: usize = 2;
/// A larger batch is catching up: nobody waits for any one event of it.
const WATCHED: usize = 512;

/// Runs until asked to stop, or until an event cannot be opened or applied, which it says.
pub async fn project(
    journal: Arc<dyn Journal>,
    vault: Arc<Vault>,
    views: Arc<Views>,
    watch: Arc<dyn Watch>,
    stop: Stop,
) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let applying = tokio::task::spawn_blocking({
        let views = Arc::clone(&views);
        move || apply_all(&views, receiver, watch.as_ref())
    });
    let mut feed = Feed::after(journal, views.resume_from(), stop);
    while let Some(batch) = feed.next().await {
        let vault = Arc::clone(&vault);
        match tokio::task::spawn_blocking(move || open_all(&vault, batch)).await {
            Ok(Ok(opened)) => {
                if sender.send(opened).await.is_err() {
                    break;
                }
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "an event could not be opened; the views stand still");
                break;
            }
            Err(_) => break,
        }
    }
    drop(sender);
    let _ended = applying.await;
}

fn apply_all(views: &Views, mut receiver: mpsc::Receiver<Vec<Arrival>>, watch: &dyn Watch) {
    while let Some(batch) = receiver.blocking_recv() {
        let events = watched(&batch);
        let began = Instant::now();
        if let Err(error) = apply(views, batch) {
            tracing::error!(%error, "the views could not be written; they stand still");
            return;
        }
        watch.projected(&events, began.elapsed());
    }
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
            Arrival::Poison {
                position,
                event,
                stream,
                code,
            } => {
                alarm(&views.apply(&std::mem::take(&mut opened))?.parked);
                tracing::error!(position = position.0, code, "a stream is parked");
                views.park(position, event, stream, code)?;
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

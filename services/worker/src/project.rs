//! Feeds the views.

use std::sync::Arc;

use lanyard_journal::Journal;
use lanyard_projections::{Parked, ViewError, Views};
use lanyard_vault::Vault;
use tokio::sync::mpsc;

use crate::feed::Feed;
use crate::open::{Arrival, open_all};
use crate::stop::Stop;

/// Opened batches waiting for the views: opening and applying run side by side while catching up.
const AHEAD: usize = 2;

/// Runs until asked to stop, or until an event cannot be opened or applied, which it says.
pub async fn project(journal: Arc<dyn Journal>, vault: Arc<Vault>, views: Arc<Views>, stop: Stop) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let applying = tokio::task::spawn_blocking({
        let views = Arc::clone(&views);
        move || apply_all(&views, receiver)
    });
    let positions = journal.positions();
    let mut feed = Feed::after(journal, views.resume_from(), stop);
    while let Some(batch) = feed.next().await {
        let vault = Arc::clone(&vault);
        match tokio::task::spawn_blocking(move || open_all(&vault, positions, batch)).await {
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

fn apply_all(views: &Views, mut receiver: mpsc::Receiver<Vec<Arrival>>) {
    while let Some(batch) = receiver.blocking_recv() {
        if let Err(error) = apply(views, batch) {
            tracing::error!(%error, "the views could not be written; they stand still");
            return;
        }
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

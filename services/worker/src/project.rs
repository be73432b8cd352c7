//! Feeds the views.

use std::sync::Arc;

use lanyard_journal::Journal;
use lanyard_projections::{OpenedEvent, Views};
use lanyard_vault::Vault;
use tokio::sync::mpsc;

use crate::feed::Feed;
use crate::open::open_all;
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
    let mut feed = Feed::after(journal, views.position(), stop);
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

fn apply_all(views: &Views, mut receiver: mpsc::Receiver<Vec<OpenedEvent>>) {
    while let Some(batch) = receiver.blocking_recv() {
        if let Err(error) = views.apply(&batch) {
            tracing::error!(%error, "the views could not be written; they stand still");
            return;
        }
    }
}

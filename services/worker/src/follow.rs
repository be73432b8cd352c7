//! Follows the store with the Merkle tree.

use std::sync::Arc;
use std::time::Duration;

use lanyard_events::Recorded;
use lanyard_journal::Journal;
use lanyard_ledger::Ledger;

use crate::feed::Feed;
use crate::stop::Stop;

/// How long to wait after a full disk or the like.
const RETRY: Duration = Duration::from_secs(1);

/// Runs until asked to stop or until the tree can no longer follow, which it says.
pub async fn follow(journal: Arc<dyn Journal>, ledger: Arc<Ledger>, stop: Stop) {
    let mut feed = Feed::after(journal, ledger.position(), stop);
    while let Some(batch) = feed.next().await {
        if !follow_batch(&ledger, Arc::new(batch.events)).await {
            return;
        }
    }
}

/// Hands one batch to the tree, again and again while what hinders it may pass.
async fn follow_batch(ledger: &Arc<Ledger>, batch: Arc<Vec<Recorded>>) -> bool {
    loop {
        let (ledger, batch) = (Arc::clone(ledger), Arc::clone(&batch));
        match tokio::task::spawn_blocking(move || ledger.follow(&batch)).await {
            Ok(Ok(())) => return true,
            Ok(Err(error)) if error.may_pass() => {
                tracing::error!(%error, "the log could not follow the store; trying again");
                tokio::time::sleep(RETRY).await;
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the log can no longer follow the store");
                return false;
            }
            Err(_) => {
                tracing::error!("the log stopped following the store");
                return false;
            }
        }
    }
}

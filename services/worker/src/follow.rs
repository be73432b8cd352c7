//! Follows the store with the Merkle tree.

use std::sync::Arc;

use lanyard_events::Position;
use lanyard_journal::Journal;
use lanyard_ledger::Ledger;

use crate::feed::Feed;
use crate::stop::Stop;

/// Runs until asked to stop or until the tree can no longer follow, which it says.
pub async fn follow(journal: Arc<dyn Journal>, ledger: Arc<Ledger>, stop: Stop) {
    // On a store with gapless positions the tree's size is the position that it has reached.
    let after = Position(ledger.size().0);
    let mut feed = Feed::after(journal, after, stop);
    while let Some(batch) = feed.next().await {
        let ledger = Arc::clone(&ledger);
        let followed = tokio::task::spawn_blocking(move || ledger.follow(&batch)).await;
        match followed {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "the log can no longer follow the store");
                return;
            }
            Err(_) => {
                tracing::error!("the log stopped following the store");
                return;
            }
        }
    }
}

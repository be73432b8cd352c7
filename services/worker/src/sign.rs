//! Signs inner checkpoints soon after every append, and outside ones when asked.

use std::sync::Arc;
use std::time::Duration;

use lanyard_ledger::Ledger;

use crate::stop::Stop;

/// How often there may be a new inner checkpoint: a receipt follows its event within 250 ms
/// (design.md 8), which leaves room for a slow disk.
const PAUSE: Duration = Duration::from_millis(100);

/// Runs until asked to stop, or until a checkpoint may not be signed, which it says: another
/// process signs for this origin, or the store has changed under it.
pub async fn sign(ledger: Arc<Ledger>, mut stop: Stop) {
    let mut pace = tokio::time::interval(PAUSE);
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.raised() => return,
            _ = pace.tick() => {}
        }
        let ledger = Arc::clone(&ledger);
        match tokio::task::spawn_blocking(move || ledger.sign_inner()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) if error.may_pass() => {
                tracing::error!(%error, "a checkpoint was not signed; trying again");
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "no more checkpoints are signed");
                return;
            }
            Err(_) => return,
        }
    }
}

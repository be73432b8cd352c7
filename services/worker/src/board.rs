//! Signed checkpoints between processes: the signer posts them, the others take them over.

use std::sync::Arc;
use std::time::Duration;

use lanyard_intake::jetstream::{Connection, Posted};
use lanyard_ledger::{Accepted, Ledger, LedgerError};
use tokio::sync::mpsc;

use crate::stop::Stop;

/// How often the signer looks whether it has signed something new; signing has a pace of its own.
const LOOK: Duration = Duration::from_millis(25);
/// How often a checkpoint that is ahead of this process's tree is tried again.
const AGAIN: Duration = Duration::from_millis(10);

/// Posts what the signer has signed, until asked to stop. What could not be posted is posted later,
/// or something newer in its place.
pub async fn post(ledger: Arc<Ledger>, board: Connection, mut stop: Stop) {
    let mut posted: [Option<String>; 2] = [None, None];
    let mut pace = tokio::time::interval(LOOK);
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.raised() => return,
            _ = pace.tick() => {}
        }
        let signed = [
            (Posted::Inner, ledger.inner_checkpoint()),
            (Posted::Outside, ledger.outside_checkpoint()),
        ];
        for (place, (which, note)) in signed.into_iter().enumerate() {
            let Some(new) = note.filter(|note| posted[place].as_ref() != Some(note)) else {
                continue;
            };
            match board.post(which, new.clone()).await {
                Ok(()) => posted[place] = Some(new),
                Err(error) => tracing::warn!(%error, "a checkpoint was not posted; trying again"),
            }
        }
    }
}

/// Takes over what another process has signed, until asked to stop or until the two have different
/// histories, which it says.
pub async fn accept(ledger: Arc<Ledger>, mut board: mpsc::Receiver<String>, mut stop: Stop) {
    loop {
        let note = tokio::select! {
            () = stop.raised() => return,
            note = board.recv() => note,
        };
        let Some(note) = note else { return };
        loop {
            match take_over(&ledger, note.clone()).await {
                Ok(Accepted::Served | Accepted::Older) => break,
                Ok(Accepted::Ahead) => {}
                Err(LedgerError::Foreign(error)) => {
                    tracing::error!(%error, "what was posted as a checkpoint is none of this log");
                    break;
                }
                Err(error) if error.may_pass() => {
                    tracing::error!(%error, "a checkpoint was not taken over; trying again");
                }
                Err(error) => {
                    tracing::error!(%error, "this process and the signer have different records");
                    ledger.disown();
                    return;
                }
            }
            // In the order they were signed: one that is passed over for the other kind would not
            // come again before the next of its own, a public one not before the next night.
            tokio::select! {
                () = stop.raised() => return,
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }
}

async fn take_over(ledger: &Arc<Ledger>, note: String) -> Result<Accepted, LedgerError> {
    let ledger = Arc::clone(ledger);
    let accepting = tokio::task::spawn_blocking(move || ledger.accept(&note));
    accepting.await.unwrap_or(Err(LedgerError::Interrupted))
}

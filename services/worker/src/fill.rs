//! What the worker does for the log every night: a seal, fillers, and the public checkpoint that
//! they make room for.
//!
//! Outside checkpoints exist at multiples of 256 only: the worker appends 256 fillers and signs the
//! largest multiple not above the size, so that a public size does not count incidents. The seal over
//! stream heads stands before the fillers, so that this checkpoint covers it (design.md 3).

use std::sync::Arc;
use std::time::Duration;

use lanyard_app::App;
use lanyard_events::Position;
use lanyard_ledger::{FILLERS_NIGHTLY, Ledger};

use crate::stop::Stop;

/// At which minute of the day, UTC, the nightly checkpoint is made: after the day's work and before
/// backups usually run.
const NIGHTLY_MINUTE: i64 = 150;
const MINUTES_A_DAY: i64 = 24 * 60;
/// How long the tree may take to follow the fillers before the night's checkpoint is given up.
const FOLLOWING: Duration = Duration::from_secs(60);

/// Appends the seal and the fillers, waits for the tree, signs and publishes. Says whether it
/// succeeded.
pub async fn fill(app: &App, ledger: &Arc<Ledger>) -> bool {
    if let Err(error) = app.seal_heads().await {
        tracing::error!(%error, "the day's seal was not recorded; no public checkpoint is made");
        return false;
    }
    let position = match app.append_fillers(FILLERS_NIGHTLY).await {
        Ok(position) => position,
        Err(error) => {
            tracing::error!(%error, "fillers were not recorded; no public checkpoint is made");
            return false;
        }
    };
    if !followed(ledger, position).await {
        tracing::error!("the log has not followed the fillers; no public checkpoint is made");
        return false;
    }
    let ledger = Arc::clone(ledger);
    match tokio::task::spawn_blocking(move || ledger.sign_outside()).await {
        Ok(Ok(_)) => true,
        Ok(Err(error)) => {
            tracing::error!(%error, "a public checkpoint was not signed");
            false
        }
        Err(_) => false,
    }
}

async fn followed(ledger: &Ledger, position: Position) -> bool {
    let deadline = tokio::time::Instant::now() + FOLLOWING;
    while ledger.position() < position {
        if tokio::time::Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    true
}

/// Fills every night until asked to stop.
pub async fn fill_nightly(app: Arc<App>, ledger: Arc<Ledger>, mut stop: Stop) {
    loop {
        let minute = i64::from(app.time().minute());
        let wait = (NIGHTLY_MINUTE - minute).rem_euclid(MINUTES_A_DAY).max(1);
        let pause = Duration::from_secs(u64::try_from(wait).unwrap_or(1) * 60);
        tokio::select! {
            () = stop.raised() => return,
            () = tokio::time::sleep(pause) => {}
        }
        fill(&app, &ledger).await;
    }
}

//! Reminds people of what has fallen due or was left unanswered (domain.md 3), and moves entries of
//! registers at the end of their clocks; adds those that a term asks for on its first day (R13).
//!
//! One process at a time does: the one that has the lease. A restart reminds of nothing twice: what was
//! reminded of is in the record.

use std::sync::Arc;
use std::time::Duration;

use lanyard_app::App;

use crate::stop::Stop;

/// How often is looked: R2 has an alert out within a minute.
const EVERY: Duration = Duration::from_secs(15);

/// Runs until asked to stop.
pub async fn remind(app: Arc<App>, mut stop: Stop) {
    loop {
        tokio::select! {
            () = stop.raised() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(error) = app.run_clocks_out().await {
            tracing::error!(%error, "clocks could not be run out; trying again");
        }
        if let Err(error) = app.remind().await {
            tracing::error!(%error, "reminders could not be given; trying again");
        }
        // It asks every academy, and nobody in danger waits for it (R2).
        if let Err(error) = app.add_term_reviews().await {
            tracing::error!(%error, "the reviews of a term could not be added; trying again");
        }
    }
}

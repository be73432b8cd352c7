//! Boxes without an event: what a crash, a conflict or an expiry left behind is deleted.

use std::sync::Arc;
use std::time::Duration;

use super::reads::Reads;
use crate::error::JournalError;

/// How old a box without an event becomes (design.md 2): far longer than any append may take.
const AGE: Duration = Duration::from_secs(24 * 3_600);
const EVERY: Duration = Duration::from_secs(3_600);
/// Rows looked at between two statements.
const PAGE: i64 = 500;

/// Sweeps every hour, in every process; two at once do no harm.
pub(super) async fn keep_sweeping(reads: Arc<Reads>) {
    loop {
        tokio::time::sleep(EVERY).await;
        match sweep(&reads, AGE).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "boxes without an event were deleted"),
            Err(error) => tracing::warn!(%error, "boxes without an event were not looked for"),
        }
    }
}

/// Settles every row of that age: its event is in the store, or the row goes.
pub(super) async fn sweep(reads: &Reads, age: Duration) -> Result<u64, JournalError> {
    let age_seconds = age.as_secs_f64();
    let mut swept = 0;
    loop {
        let rows = reads.boxes.unfound(age_seconds, PAGE).await?;
        if rows.is_empty() {
            return Ok(swept);
        }
        for (event, place) in rows {
            let there = reads.at(place).await?;
            if there.is_some_and(|there| there.id == event.uuid()) {
                reads.boxes.found(event).await?;
            } else {
                swept += reads.boxes.forget(event, age_seconds).await?;
            }
        }
    }
}

//! Finishes what spans two streams after a crash between them.
//!
//! The use case writes the first fact and runs the reaction at once; this loop runs it again for
//! every such fact. A reaction's command id comes from the causing event, so running it twice
//! records once. Its cursor is a small file beside the views, written now and then: a lost or older
//! one only means that facts are looked at again.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lanyard_app::App;
use lanyard_events::Position;
use lanyard_journal::Journal;
use tokio::time::Instant;

use crate::feed::Feed;
use crate::stop::Stop;

/// How often the cursor is written: with every batch it would be a write for every few events.
const WRITTEN_EVERY: Duration = Duration::from_secs(1);

/// Runs until asked to stop. `cursor` is the file that remembers how far it got.
pub async fn react(app: Arc<App>, journal: Arc<dyn Journal>, cursor: PathBuf, stop: Stop) {
    let mut feed = Feed::after(journal, read(&cursor), stop.clone());
    let mut written = Instant::now();
    let mut reached = None;
    while let Some(batch) = feed.next().await {
        let batch = batch.events;
        let Some(last) = batch.last().map(|recorded| recorded.position) else {
            continue;
        };
        for recorded in &batch {
            while let Err(error) = app.follow_up_all(recorded).await {
                tracing::error!(%error, position = recorded.position.0, "a reaction failed; trying again");
                if stop.is_raised() {
                    return;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        reached = Some(last);
        if written.elapsed() >= WRITTEN_EVERY {
            write(&cursor, last);
            (written, reached) = (Instant::now(), None);
        }
    }
    if let Some(last) = reached {
        write(&cursor, last);
    }
}

fn read(cursor: &PathBuf) -> Position {
    let text = std::fs::read_to_string(cursor).unwrap_or_default();
    Position(text.trim().parse().unwrap_or(0))
}

/// A write that is lost or torn costs a second look, nothing else.
fn write(cursor: &PathBuf, position: Position) {
    if let Err(error) = std::fs::write(cursor, position.0.to_string()) {
        tracing::warn!(%error, "the place of the reactions was not kept");
    }
}

//! `lanyard rebuild`: makes the views afresh from the store, beside the old ones, and then takes
//! their place. The server must not run meanwhile: the store admits one process.

use std::sync::Arc;

use anyhow::Context;
use lanyard_events::Position;
use lanyard_journal::{Journal, SqliteJournal};
use lanyard_projections::Views;
use lanyard_vault::Vault;
use lanyard_worker::Batch;

use crate::clock::SystemClock;
use crate::config::Settings;
use crate::process::{embedded_vault, layout, root_key_beside};
use crate::verify::say;

/// Events opened and applied at once.
const BATCH: u32 = 8_192;

/// Rebuilds.
pub fn run(settings: &Settings) -> anyhow::Result<()> {
    let folder = settings.data_dir()?;
    let root = root_key_beside(settings, folder)?;
    let journal = SqliteJournal::open(&folder.join(layout::STORE), Arc::new(SystemClock))
        .context("the store cannot be opened")?;
    let vault = embedded_vault(folder, root)?;
    let beside = folder.join("views.rebuilding");
    if beside.exists() {
        std::fs::remove_dir_all(&beside).context("an unfinished rebuild cannot be removed")?;
    }
    let views = Views::open(&beside).context("the new views cannot be made")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime could be made")?;
    let events = runtime.block_on(fill(&journal, &vault, &views))?;
    drop(views);
    let place = folder.join(layout::VIEWS);
    if place.exists() {
        std::fs::remove_dir_all(&place).context("the old views cannot be removed")?;
    }
    std::fs::rename(&beside, &place).context("the new views cannot be put in place")?;
    say(&format!(
        "The views were built afresh from {events} events.\n"
    ))
}

async fn fill(journal: &SqliteJournal, vault: &Vault, views: &Views) -> anyhow::Result<u64> {
    let mut after = Position(0);
    loop {
        let events = journal
            .read_all(after, BATCH)
            .await
            .context("the store cannot be read")?;
        let Some(last) = events.last().map(|last| last.position) else {
            journal.close().await;
            return Ok(after.0);
        };
        let batch = Batch { after, events };
        after = last;
        let opened = lanyard_worker::open_all(vault, journal.positions(), batch)
            .with_context(|| format!("an event up to position {} cannot be opened", after.0))?;
        lanyard_worker::apply(views, opened).context("the new views cannot be written")?;
    }
}

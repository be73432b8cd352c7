//! `lanyard rebuild`: makes the views afresh from the store, beside the old ones, and then takes
//! their place. The server must not run meanwhile: the store admits one process.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::{Context, bail};
use lanyard_events::Position;
use lanyard_journal::{Journal, SqliteJournal};
use lanyard_projections::{ViewError, Views};
use lanyard_vault::Vault;
use lanyard_worker::{Arrival, Batch};

use crate::clock::SystemClock;
use crate::config::Settings;
use crate::process::{embedded_vault, layout, root_key_beside};
use crate::verify::say;

/// Events opened and applied at once.
const BATCH: u32 = 8_192;
/// Opened batches that wait for the views.
const AHEAD: usize = 2;

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
    let events = fill(&journal, &vault, &views)?;
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

/// Reads and opens in one thread, applies in another.
fn fill(journal: &SqliteJournal, vault: &Vault, views: &Views) -> anyhow::Result<u64> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime could be made")?;
    std::thread::scope(|threads| {
        let (sender, receiver) = sync_channel(AHEAD);
        let applying = threads.spawn(|| apply_all(views, receiver));
        let read = runtime.block_on(open_all(journal, vault, sender));
        match applying.join() {
            Ok(applied) => applied.context("the new views cannot be written")?,
            Err(_) => bail!("the new views cannot be written"),
        }
        read
    })
}

async fn open_all(
    journal: &SqliteJournal,
    vault: &Vault,
    sender: SyncSender<Vec<Arrival>>,
) -> anyhow::Result<u64> {
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
        if sender.send(opened).is_err() {
            // Whoever applies has failed, and says why.
            return Ok(0);
        }
    }
}

fn apply_all(views: &Views, receiver: Receiver<Vec<Arrival>>) -> Result<(), ViewError> {
    receiver
        .into_iter()
        .try_for_each(|opened| lanyard_worker::apply(views, opened))
}

//! `lanyard restore --after-loss`: acknowledged events are lost for good, and the record goes on from the
//! newest backup as another log, which says so in its first event (design.md 3).

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, ensure};
use lanyard_app::Loss;
use lanyard_events::StaffId;
use lanyard_evidence::tree::TreeHead;

use super::manifest::Kind;
use super::proof::{Backup, of_store};
use super::restore;
use crate::clock::SystemClock;
use crate::config::Complete;
use crate::process::{Process, layout, open_lock};
use crate::running::running;
use crate::verify::say;

/// Restores what is left and opens the log that `LANYARD_ORIGIN` names. May be repeated when it was
/// broken off.
pub fn run(settings: &Complete, from: &Path, people: [StaffId; 2]) -> anyhow::Result<()> {
    let backup = Backup::open(from, Kind::Record)?;
    let former = backup.manifest.origin.clone();
    ensure!(
        former != settings.origin,
        "--after-loss opens a new log: give it a name of its own in LANYARD_ORIGIN, like {former}-2"
    );
    let lock = open_lock(restore::signers_lock(settings)?)?;
    let locked = { lock.heads_of(&former) }.context("the checkpoint lock cannot be used")?;
    let kept = backup.head()?;
    let last = last_known(&locked, kept)?;
    // What the backup has must be what was signed, as far as it goes.
    let within: Vec<_> = { locked.into_iter() }
        .filter(|head| head.size <= kept.size)
        .collect();
    backup
        .prove(&within)
        .context("the backup does not agree with what was signed")?;
    let is_there = settings.data_dir.join(layout::STORE);
    if settings.settings.engines.store_url_file.is_none() && is_there.exists() {
        let broken_off = of_store(&is_there, &[kept]).context("the data folder is not empty")?;
        ensure!(
            broken_off.head == kept,
            "{} is not empty, and its store is not the one in the backup",
            settings.data_dir.display()
        );
    } else {
        restore::is_empty(settings)?;
        running(
            &settings.settings,
            restore::write(settings, &backup, &within),
        )?;
    }
    lock.open_log_after_loss(&settings.origin)
        .context("the checkpoint lock cannot be written")?;
    running(&settings.settings, reopen(settings, last, kept, people))?;
    say(&format!(
        "The record of {former} goes on as {}: {} of its events are kept and {} are lost. \
         Print log.vkey anew, and tell the safeguarding lead, the auditor and every witness.\n",
        settings.origin,
        kept.size,
        last.size.0 - kept.size.0
    ))
}

/// The last checkpoint that is known of the former log: the lock's, or the backup's own end where the
/// lock is lost.
fn last_known(locked: &[TreeHead], kept: TreeHead) -> anyhow::Result<TreeHead> {
    let Some(last) = locked.iter().max_by_key(|head| head.size).copied() else {
        return Ok(kept);
    };
    ensure!(
        last.size > kept.size,
        "nothing that was signed is missing from the backup: restore it without --after-loss"
    );
    Ok(last)
}

async fn reopen(
    settings: &Complete,
    last: TreeHead,
    kept: TreeHead,
    people: [StaffId; 2],
) -> anyhow::Result<()> {
    let process = Process::start(settings, Arc::new(SystemClock)).await?;
    let loss = Loss {
        origin: settings.origin.clone(),
        last_size: last.size.0,
        last_root: last.root.to_hex(),
        kept: kept.size.0,
        people,
    };
    let reopened = process.app.reopen_log(loss).await;
    process.shut_down().await;
    reopened.context("the log could not be opened")?;
    Ok(())
}

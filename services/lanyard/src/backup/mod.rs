//! `lanyard backup` and `lanyard restore`: the record with its evidence files in one folder, the
//! wrapped keys in another, by two commands, so that two people can hold them.
//!
//! A backup is taken while the server runs, and its manifest is written last: without one it is no
//! backup. It can be proved without any key (`lanyard verify --store BACKUP`).

mod after_loss;
mod folder;
mod keys;
mod manifest;
mod proof;
mod restore;
mod store;
mod trust;

use std::path::Path;

use anyhow::Context;
use futures_util::StreamExt;

use self::folder::Folder;
use self::manifest::{Kind, Manifest, RecordHead};
use self::trust::Trust;
use crate::config::Settings;
use crate::files::create_private;
use crate::process::{layout, open_blobs};
use crate::running::running;
use crate::verify::say;

pub use after_loss::run as restore_after_loss;
pub use keys::{back_up as back_up_keys, restore as restore_keys};
pub use manifest::MANIFEST;
pub(crate) use proof::Backup;
pub use restore::run as restore;

/// Backs up the record and its evidence files. Needs no key.
pub fn back_up(settings: &Settings, to: &Path) -> anyhow::Result<()> {
    let trust = Trust::of(settings)?;
    let folder = Folder::begin(to, &trust.data_dir)?;
    let (head, blobs) = running(settings, fill(settings, &trust, &folder))?;
    say(&format!(
        "Backed up {} events and {blobs} evidence files of {} to {}.\n\
         The keys are not in it: back them up by --keys-to, elsewhere.\n",
        head.leaves,
        trust.origin,
        to.display()
    ))
}

async fn fill(
    settings: &Settings,
    trust: &Trust,
    folder: &Folder,
) -> anyhow::Result<(RecordHead, usize)> {
    // 1. What is known to have been signed, before anything is copied: the copy must have that.
    let heads = trust.signed_heads()?;
    let checkpoint = trust.published()?;
    // 2. The record, as it is at one moment.
    let history = store::history(settings, &trust.data_dir).await?;
    store::copy(history, &folder.path(layout::STORE)).await?;
    // 3. Evidence files after the record: an event is recorded after its file is stored.
    let blobs = copy_blobs(settings, trust, folder).await?;
    // 4. What the record is compared with, by whoever checks the backup.
    if let Some(text) = &checkpoint {
        create_private(&folder.made("log/checkpoint")?, text.as_bytes())?;
    }
    if let Some(key) = &trust.vkey {
        create_private(&folder.path(layout::VKEY), format!("{key}\n").as_bytes())?;
    }
    // 5. The copy proves itself, or there is none.
    let verified = proof::of_store(&folder.path(layout::STORE), &heads)
        .context("the copy does not agree with what was signed")?;
    let head = RecordHead::of(&verified.head);
    // 6. Only now it is a backup.
    let manifest = Manifest {
        kind: Kind::Record,
        origin: trust.origin.clone(),
        taken_at: trust::now(),
        record: Some(head.clone()),
        checkpoint,
        files: folder.files()?,
    };
    folder.seal(&manifest)?;
    Ok((head, blobs))
}

async fn copy_blobs(settings: &Settings, trust: &Trust, folder: &Folder) -> anyhow::Result<usize> {
    let Some(blobs) = open_blobs(settings, &trust.data_dir)? else {
        return Ok(0);
    };
    let mut listed = blobs.list(None);
    let mut copied = 0;
    while let Some(entry) = listed.next().await {
        let name = entry.context("the evidence files cannot be listed")?.name;
        let sealed = match blobs.sealed(name).await {
            // Disposed of since it was listed.
            Err(lanyard_blobs::BlobError::Absent(_)) => continue,
            sealed => sealed.context("an evidence file cannot be read")?,
        };
        create_private(&folder.made(&format!("blobs/{name}"))?, &sealed)?;
        copied += 1;
    }
    Ok(copied)
}

//! `lanyard restore`: everything is checked before anything is written.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use lanyard_blobs::Blobs;
use lanyard_events::Position;
use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::verify::StoreCheck;
use lanyard_journal::{Journal, PostgresJournal, Replay, sqlite};

use super::manifest::Kind;
use super::proof::Backup;
use crate::config::{Complete, LockSetting, Log};
use crate::files::{private_folder, read_secret};
use crate::process::{is_postgres, layout, open_blobs, open_lock};
use crate::running::running;
use crate::verify::say;
use crate::verify_store;

/// Events read at once.
const BATCH: u32 = 8_192;

/// Brings a record and its evidence files back, into an empty store.
pub fn run(settings: &Complete, from: &Path) -> anyhow::Result<()> {
    // 1. The backup is whole, of this log, and the record that it says it is.
    let backup = Backup::open(from, Kind::Record)?;
    ensure!(
        backup.manifest.origin == settings.origin,
        "the backup is of the log {}, and LANYARD_ORIGIN is {}",
        backup.manifest.origin,
        settings.origin
    );
    let locked = locked(settings, &backup)?;
    let verified = backup
        .prove(&locked)
        .context("the backup does not agree with what was signed")?;
    // 2. There is room for it: nothing that it would mix with.
    is_empty(settings)?;
    running(&settings.settings, write(settings, &backup, &locked))?;
    say(&format!(
        "Restored {} events and {} evidence files of {}, all verified.\n\
         The keys must be there too before it is served: restore --keys-from.\n",
        verified.head.size.0,
        backup.manifest.blobs().count(),
        settings.origin
    ))
}

/// Where the checkpoint lock is, which the worker alone has.
pub(super) fn signers_lock(settings: &Complete) -> anyhow::Result<&LockSetting> {
    match &settings.log {
        Log::Signs {
            checkpoint_lock, ..
        } => Ok(checkpoint_lock),
        Log::Follows { .. } | Log::Apart => {
            bail!("restore with the settings of the worker: it has the checkpoint lock")
        }
    }
}

/// What the checkpoint lock holds of this log. The record must have all of it: a lock is never
/// lowered to fit an older one.
fn locked(settings: &Complete, backup: &Backup) -> anyhow::Result<Vec<TreeHead>> {
    let checkpoint_lock = signers_lock(settings)?;
    let locked = open_lock(checkpoint_lock)?
        .heads_of(&settings.origin)
        .context("the checkpoint lock cannot be used")?;
    ensure!(
        !locked.is_empty(),
        "the checkpoint lock {checkpoint_lock} does not know the log {}: put the lock back where it was, or check its address",
        settings.origin
    );
    let newest = locked.iter().map(|head| head.size).max();
    let has = backup.head()?.size;
    if let Some(signed) = newest.filter(|signed| *signed > has) {
        bail!(
            "the backup has {has} events and a checkpoint over {signed} was signed: {} acknowledged \
             events are not in it. Look for a newer backup; if there is none, restore --after-loss",
            signed.0 - has.0
        );
    }
    Ok(locked)
}

/// An embedded store must not be there, nor anything that was made from one.
pub(super) fn is_empty(settings: &Complete) -> anyhow::Result<()> {
    let made = [
        layout::STORE,
        layout::VIEWS,
        layout::LEDGER,
        layout::LOG,
        layout::REACTIONS,
    ];
    for name in made {
        ensure!(
            !settings.data_dir.join(name).exists(),
            "{} is not empty: it has {name}. Restore into a new data folder",
            settings.data_dir.display()
        );
    }
    Ok(())
}

pub(super) async fn write(
    settings: &Complete,
    backup: &Backup,
    locked: &[TreeHead],
) -> anyhow::Result<()> {
    private_folder(&settings.data_dir)?;
    let target = Target::open(settings).await?;
    // 3. Evidence files first: no event may name one that is not there.
    if let Some(blobs) = open_blobs(&settings.settings, &settings.data_dir)? {
        blobs.check().await.context("LANYARD_BLOBS_URL")?;
        write_blobs(backup, &blobs).await?;
    } else {
        ensure!(
            backup.manifest.blobs().next().is_none(),
            "the backup has evidence files, and LANYARD_BLOBS_URL does not say where they belong"
        );
    }
    // 4. The record, and proof that it came across whole.
    target.write(backup, locked).await
}

async fn write_blobs(backup: &Backup, blobs: &Blobs) -> anyhow::Result<()> {
    for name in backup.manifest.blobs() {
        let path = backup.folder.join(format!("blobs/{name}"));
        let sealed =
            fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        blobs
            .put_sealed(name, sealed.into())
            .await
            .context("an evidence file cannot be restored")?;
    }
    Ok(())
}

/// The store that is restored into.
#[allow(clippy::large_enum_variant, reason = "made once, for one restore")]
enum Target {
    /// A file that is put in its place at the end.
    File(PathBuf),
    /// An empty database.
    Database(PostgresJournal, Replay),
}

impl Target {
    async fn open(settings: &Complete) -> anyhow::Result<Self> {
        let Some(file) = &settings.settings.engines.store_url_file else {
            return Ok(Self::File(settings.data_dir.join(layout::STORE)));
        };
        let url = read_secret(file, "LANYARD_STORE_URL_FILE")?;
        ensure!(
            is_postgres(&url),
            "a store on EventStoreDB cannot be restored into by this command"
        );
        let replay = Replay::default();
        let journal = PostgresJournal::connect(&url, replay.stamp())
            .await
            .context("the store on PostgreSQL cannot be used")?;
        ensure!(
            journal.head() == Position(0),
            "the store on PostgreSQL is not empty: make a new database and restore into that"
        );
        Ok(Self::Database(journal, replay))
    }

    async fn write(self, backup: &Backup, locked: &[TreeHead]) -> anyhow::Result<()> {
        let head = backup.head()?;
        match self {
            Self::File(path) => {
                let unfinished = path.with_extension("restoring");
                fs::copy(backup.store(), &unfinished)
                    .and_then(|_| fs::File::open(&unfinished)?.sync_all())
                    .with_context(|| format!("{} cannot be written", unfinished.display()))?;
                super::proof::of_store(&unfinished, &[&[head][..], locked].concat())
                    .context("the restored record is not the one in the backup")?;
                put_in_place(&unfinished, &path)
            }
            Self::Database(journal, replay) => {
                let history = sqlite::history(&backup.store())?;
                let recorded = replay.record(history, &journal).await;
                recorded.context("the record could not be restored; make the database anew")?;
                let mut check = StoreCheck::new(&[&[head][..], locked].concat());
                let mut after = Position(0);
                loop {
                    let batch = journal.read_all(after, BATCH).await?;
                    let Some(last) = batch.last() else { break };
                    after = last.position;
                    for recorded in &batch {
                        verify_store::row(&mut check, recorded, None)?;
                    }
                }
                journal.close().await;
                check
                    .finish()
                    .context("the restored record is not the one in the backup")?;
                Ok(())
            }
        }
    }
}

/// Durably under its name, or not at all.
pub(super) fn put_in_place(unfinished: &Path, path: &Path) -> anyhow::Result<()> {
    let folder = path.parent().context("a file has a folder")?;
    fs::rename(unfinished, path)
        .and_then(|()| fs::File::open(folder)?.sync_all())
        .with_context(|| format!("{} cannot be put in place", path.display()))
}

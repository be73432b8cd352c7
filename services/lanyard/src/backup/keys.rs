//! Wrapped keys: backed up and restored by themselves, by other people than the record.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use lanyard_vault::{SqliteKeyVault, Vault};

use super::folder::Folder;
use super::manifest::{Kind, Manifest};
use super::proof::Backup;
use super::restore::put_in_place;
use super::store::remove_lock;
use super::trust::{self, Trust};
use crate::config::{Complete, Settings};
use crate::files::private_folder;
use crate::process::{self, layout};
use crate::verify::say;

/// Why a vault on PostgreSQL is not backed up here.
const BY_POSTGRESQL: &str = "the vault is a PostgreSQL database: back it up and restore it with PostgreSQL's own tools, \
     as a job and an account of their own, after the record and never beside it";

/// Backs up the vault. To be done after the record: every key that it needs is there by then.
pub fn back_up(settings: &Settings, to: &Path) -> anyhow::Result<()> {
    if settings.engines.vault_url_file.is_some() {
        bail!(BY_POSTGRESQL);
    }
    let trust = Trust::of(settings)?;
    let folder = Folder::begin(to, &trust.data_dir)?;
    let vault = trust.data_dir.join(layout::VAULT);
    SqliteKeyVault::copy(&vault, &folder.path(layout::VAULT))
        .with_context(|| format!("the vault in {} cannot be copied", trust.data_dir.display()))?;
    folder.seal(&Manifest {
        kind: Kind::Keys,
        origin: trust.origin.clone(),
        taken_at: trust::now(),
        record: None,
        checkpoint: None,
        files: folder.files()?,
    })?;
    say(&format!(
        "Backed up the wrapped keys of {} to {}. Keep them apart from the record and from the root key.\n",
        trust.origin,
        to.display()
    ))
}

/// Brings the vault back, if the root key is the one that its keys are wrapped under.
pub fn restore(settings: &Complete, from: &Path) -> anyhow::Result<()> {
    if settings.settings.engines.vault_url_file.is_some() {
        bail!(BY_POSTGRESQL);
    }
    let backup = Backup::open(from, Kind::Keys)?;
    ensure!(
        backup.manifest.origin == settings.origin,
        "the keys are of the log {}, and LANYARD_ORIGIN is {}",
        backup.manifest.origin,
        settings.origin
    );
    let place = settings.data_dir.join(layout::VAULT);
    ensure!(
        !place.exists(),
        "{} has a vault already, which is not overwritten",
        settings.data_dir.display()
    );
    private_folder(&settings.data_dir)?;
    let unfinished = place.with_extension("restoring");
    fs::copy(from.join(layout::VAULT), &unfinished)
        .with_context(|| format!("{} cannot be written", unfinished.display()))?;
    let opened = is_under_root_key(&unfinished, &settings.root_key_file);
    remove_lock(&unfinished)?;
    if let Err(error) = opened {
        fs::remove_file(&unfinished).context("the copy cannot be removed")?;
        return Err(error).context("the keys are of another trust, or the root key is");
    }
    fs::File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .context("the vault cannot be made durable")?;
    put_in_place(&unfinished, &place)?;
    say(&format!(
        "Restored the wrapped keys of {}.\n",
        settings.origin
    ))
}

fn is_under_root_key(vault: &Path, root_key: &Path) -> anyhow::Result<()> {
    let keys = SqliteKeyVault::open(vault).context("the vault cannot be opened")?;
    let root = process::root_key(root_key)?;
    Vault::new(Arc::new(keys), root)?;
    Ok(())
}

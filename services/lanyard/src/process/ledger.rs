//! Opening the log: as its signer, or as one who serves what another process signed.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use lanyard_evidence::note::{Signer, VerifierKey};
use lanyard_journal::Journal;
use lanyard_ledger::{Ledger, Part};

use super::{layout, open_lock};
use crate::config::{Complete, Log};
use crate::files;

/// Opens the log with the part that this process has in it, and puts its public key beside it.
pub(super) async fn open_ledger(
    settings: &Complete,
    journal: &Arc<dyn Journal>,
) -> anyhow::Result<Ledger> {
    let part = match &settings.log {
        Log::Signs {
            key_file,
            checkpoint_lock,
        } => {
            let seed = files::read_seed(key_file, "LANYARD_LOG_KEY_FILE")?;
            Part::Signer {
                signer: Signer::new(&settings.origin, &seed)
                    .context("LANYARD_ORIGIN cannot be the name of a log")?,
                lock: open_lock(checkpoint_lock)?,
            }
        }
        Log::Follows { vkey_file } => Part::Follower {
            key: read_vkey(vkey_file)?,
        },
        Log::Apart => bail!("a process that only records has no log"),
    };
    let public = match &part {
        Part::Signer { signer, .. } => signer.verifier_key().clone(),
        Part::Follower { key } => key.clone(),
    };
    let ledger = Ledger::start(
        lanyard_ledger::Settings {
            dir: settings.data_dir.join(layout::LEDGER),
            public_dir: settings.data_dir.join(layout::LOG),
            origin: settings.origin.clone(),
            part,
        },
        Arc::clone(journal),
    )
    .await?;
    // Only once the ledger has taken the key for the log's: others rely on the file.
    write_public_key(&settings.data_dir, &public)?;
    Ok(ledger)
}

fn read_vkey(path: &Path) -> anyhow::Result<VerifierKey> {
    let text = files::read_secret(path, "LANYARD_LOG_VKEY_FILE")?;
    VerifierKey::parse(&text)
        .with_context(|| format!("LANYARD_LOG_VKEY_FILE: {} holds no log key", path.display()))
}

/// The public key lies beside the data for convenience; whoever verifies has it from elsewhere.
fn write_public_key(folder: &Path, key: &VerifierKey) -> anyhow::Result<()> {
    let path = folder.join(layout::VKEY);
    std::fs::write(&path, format!("{key}\n"))
        .with_context(|| format!("the file {} cannot be written", path.display()))
}

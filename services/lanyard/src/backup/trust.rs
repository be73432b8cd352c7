//! Whose record it is, and what is known to have been signed of it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};
use lanyard_app::Clock;
use lanyard_evidence::note::VerifierKey;
use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::verify;
use lanyard_ledger::LockAt;

use crate::clock::SystemClock;
use crate::config::Settings;
use crate::process::{layout, lock_beside, open_lock};

/// What is to be backed up.
pub(super) struct Trust {
    pub data_dir: PathBuf,
    pub origin: String,
    /// The log's public key, where it is at hand.
    pub vkey: Option<String>,
    /// The checkpoint lock, where it is at hand.
    pub lock: Option<LockAt>,
}

impl Trust {
    /// From the settings; a demonstration's origin is in its public key.
    pub(super) fn of(settings: &Settings) -> anyhow::Result<Self> {
        let data_dir = settings.data_dir()?.to_owned();
        let file = settings.log_vkey_file.clone();
        let file = file.unwrap_or_else(|| data_dir.join(layout::VKEY));
        let vkey = fs::read_to_string(file).ok().map(|it| it.trim().to_owned());
        let key = vkey
            .as_deref()
            .map(VerifierKey::parse)
            .transpose()
            .context("the public log key is malformed")?;
        let named = key.as_ref().map(|key| key.name().to_owned());
        let origin = match (settings.origin.clone(), named) {
            (Some(set), Some(named)) if set != named => bail!(
                "LANYARD_ORIGIN is {set}, and the public log key is of {named}: one of them is another trust's"
            ),
            (Some(origin), _) | (None, Some(origin)) => origin,
            (None, None) => bail!("LANYARD_ORIGIN is not set: a backup says whose it is"),
        };
        let lock = match &settings.checkpoint_lock {
            Some(lock) => Some(open_lock(lock)?),
            None => {
                { Some(lock_beside(&data_dir)?).filter(|lock| lock.is_file()) }.map(LockAt::File)
            }
        };
        Ok(Self {
            data_dir,
            origin,
            vkey,
            lock,
        })
    }

    /// Heads of every checkpoint of this log at hand: locked ones, and the published one.
    pub(super) fn signed_heads(&self) -> anyhow::Result<Vec<TreeHead>> {
        let mut heads = Vec::new();
        if let Some(lock) = &self.lock {
            let locked = lock.heads_of(&self.origin);
            heads.extend(locked.context("the checkpoint lock cannot be used")?);
        }
        let (Some(text), Some(vkey)) = (self.published()?, &self.vkey) else {
            return Ok(heads);
        };
        let key = VerifierKey::parse(vkey).context("the public log key is malformed")?;
        let signed = verify::checkpoint(text.as_bytes(), &key)
            .context("the published checkpoint does not hold")?;
        heads.push(signed.checkpoint.head());
        Ok(heads)
    }

    /// The published checkpoint, if this machine has one.
    pub(super) fn published(&self) -> anyhow::Result<Option<String>> {
        let path = self.data_dir.join(layout::LOG).join("checkpoint");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("the published checkpoint cannot be read"),
        }
    }
}

/// The moment now, as it stands in a manifest.
pub(super) fn now() -> String {
    SystemClock.now().jiff().to_string()
}

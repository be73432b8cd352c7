//! What a backup proves: its files are those of its manifest, and its record is what was signed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::verify::VerifiedStore;

use super::folder::list;
use super::manifest::{Kind, MANIFEST, Manifest, entry};
use crate::process::layout;
use crate::verify_store;

/// A backup whose files are all there and unchanged.
pub(crate) struct Backup {
    pub folder: PathBuf,
    pub manifest: Manifest,
}

impl Backup {
    /// Reads the manifest and every file.
    pub(super) fn open(folder: &Path, kind: Kind) -> anyhow::Result<Self> {
        let manifest = Manifest::read(folder)?;
        match (kind, manifest.kind) {
            (Kind::Record, Kind::Keys) => {
                bail!("{} holds keys: give it by --keys-from", folder.display())
            }
            (Kind::Keys, Kind::Record) => bail!(
                "{} holds a record and no keys: give it by --from",
                folder.display()
            ),
            (Kind::Record, Kind::Record) | (Kind::Keys, Kind::Keys) => {}
        }
        let mut there: BTreeSet<String> = list(folder)?.into_iter().collect();
        there.remove(MANIFEST);
        for file in &manifest.files {
            ensure!(
                there.remove(&file.path),
                "the backup is damaged: {} is missing",
                file.path
            );
            let found = entry(&file.path, &folder.join(&file.path))?;
            ensure!(
                found == *file,
                "the backup is damaged: {} is not what was backed up",
                file.path
            );
        }
        if let Some(foreign) = there.first() {
            bail!("the backup is damaged: {foreign} does not belong to it");
        }
        let main = match kind {
            Kind::Record => layout::STORE,
            Kind::Keys => layout::VAULT,
        };
        ensure!(
            manifest.files.iter().any(|file| file.path == main),
            "the backup is damaged: it has no {main}"
        );
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
        })
    }

    /// A backup of a record.
    pub(crate) fn open_record(folder: &Path) -> anyhow::Result<Self> {
        Self::open(folder, Kind::Record)
    }

    /// Whether a folder is a backup.
    pub(crate) fn is_one(folder: &Path) -> bool {
        folder.join(MANIFEST).is_file()
    }

    /// Where the record ends, by the manifest.
    pub(crate) fn head(&self) -> anyhow::Result<TreeHead> {
        let record = self.manifest.record.as_ref();
        record
            .context("the manifest has no head of the record")?
            .tree_head()
    }

    pub(super) fn store(&self) -> PathBuf {
        self.folder.join(layout::STORE)
    }

    /// Recomputes every digest of the record, and compares with the manifest and with every other
    /// head. Needs no key.
    pub(super) fn prove(&self, others: &[TreeHead]) -> anyhow::Result<VerifiedStore> {
        let head = self.head()?;
        let heads: Vec<_> = others.iter().copied().chain([head]).collect();
        let verified = of_store(&self.store(), &heads)?;
        ensure!(
            verified.head == head,
            "the backup is damaged: its record does not end where its manifest says"
        );
        Ok(verified)
    }
}

/// Recomputes every digest of a store file.
pub(super) fn of_store(store: &Path, heads: &[TreeHead]) -> anyhow::Result<VerifiedStore> {
    verify_store::check(store, None, heads, Vec::new())
}

//! A trust on a temporary folder, with a journal in memory.
#![allow(clippy::unwrap_used, reason = "tests")]

mod crash;
mod disks;
mod follower;
mod growth;
mod journal;
mod lock_places;
mod locks;
mod published;
mod restart;
mod spread;
mod whole_tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lanyard_events::Recorded;
use lanyard_evidence::note::Signer;
use lanyard_evidence::tree::root_at;
use lanyard_evidence::verify::{self, Directory, Unreadable, VerifyError};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};
use tempfile::TempDir;

use crate::disk::Disk;
use crate::{Ledger, LedgerError, LockAt, Part, Settings, leaf_of};
use disks::UnsyncedDisk;
use journal::VecJournal;
pub(crate) use whole_tree::WholeTree;

const ORIGIN: &str = "log.ridgeway.example";

/// Folder, store and key of one log.
struct Trust {
    folder: TempDir,
    journal: Arc<VecJournal>,
    signer: Signer,
}

impl Trust {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            journal: Arc::default(),
            signer: Signer::new(ORIGIN, &[7; 32]).unwrap(),
        }
    }

    /// As `new`, over a store whose positions have gaps.
    fn spread() -> Self {
        Self {
            journal: Arc::new(VecJournal::spread()),
            ..Self::new()
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn settings(&self) -> Settings {
        Settings {
            dir: self.path("tiles"),
            public_dir: self.path("public"),
            origin: ORIGIN.to_owned(),
            part: self.signer_locked_at(self.lock()),
        }
    }

    fn signer_locked_at(&self, lock: PathBuf) -> Part {
        Part::Signer {
            signer: self.signer.clone(),
            lock: LockAt::File(lock),
        }
    }

    /// Another process over the same store, which does not sign.
    async fn follower(&self, name: &str) -> Result<Ledger, LedgerError> {
        let settings = Settings {
            dir: self.path(&format!("{name}/tiles")),
            public_dir: self.path(&format!("{name}/public")),
            origin: ORIGIN.to_owned(),
            part: Part::Follower {
                key: self.signer.verifier_key().clone(),
            },
        };
        fs::create_dir_all(self.path(name)).unwrap();
        Ledger::start_on(
            Arc::new(UnsyncedDisk),
            settings,
            Arc::clone(&self.journal) as _,
        )
        .await
    }

    fn lock(&self) -> PathBuf {
        self.path("checkpoint.lock")
    }

    async fn start(&self) -> Result<Ledger, LedgerError> {
        self.start_on(Arc::new(UnsyncedDisk)).await
    }

    async fn start_on(&self, disk: Arc<dyn Disk>) -> Result<Ledger, LedgerError> {
        let journal = Arc::clone(&self.journal);
        Ledger::start_on(disk, self.settings(), journal).await
    }

    /// Records `count` events and has the ledger follow them.
    fn grow(&self, ledger: &Ledger, count: u64) {
        let events = self.journal.record(count);
        ledger.follow(&events).unwrap();
    }

    /// The tree as it must be.
    fn tree(&self) -> WholeTree {
        let mut tree = WholeTree::default();
        for event in self.journal.all() {
            tree.push(leaf_of(&event).unwrap().hash());
        }
        tree
    }

    fn root(&self, size: u64) -> Hash {
        root_at(&self.tree(), TreeSize(size)).unwrap()
    }

    fn lock_text(&self) -> String {
        fs::read_to_string(self.lock()).unwrap()
    }

    /// Checks the public folder as anyone would; gives its size.
    fn verify_public(&self) -> Result<u64, VerifyError> {
        let folder = LogFolder(self.settings().public_dir);
        let log = verify::directory(&folder, self.signer.verifier_key())?;
        Ok(log.signed.checkpoint.size.0)
    }
}

/// Checks the receipt of an event as its holder would; gives the size it is proved under.
fn verify_receipt(trust: &Trust, ledger: &Ledger, event: &Recorded) -> u64 {
    let index = ledger.index_of(event.position).unwrap().unwrap();
    let leaf = leaf_of(event).unwrap();
    let text = ledger.receipt(index, &leaf).unwrap().unwrap();
    let receipt = verify::receipt(&text, trust.signer.verifier_key()).unwrap();
    assert_eq!((receipt.index, receipt.leaf), (index, leaf));
    receipt.signed.checkpoint.size.0
}

/// A log folder on disk.
struct LogFolder(PathBuf);

impl Directory for LogFolder {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        let files = files_below(&self.0).into_iter();
        let paths = files.map(|file| file.strip_prefix(&self.0).unwrap().to_owned());
        Ok(paths
            .map(|path| path.to_str().unwrap().to_owned())
            .collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        fs::read(self.0.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}

/// Every file below a folder, sorted.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return files;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

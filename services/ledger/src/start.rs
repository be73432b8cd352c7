//! Start: the store, the lock and the published log must agree, or nothing is signed.

use std::path::Path;
use std::sync::Arc;

use lanyard_evidence::TreeSize;
use lanyard_evidence::note::Signer;
use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::verify::{self, VerifyError};
use lanyard_journal::Journal;

use crate::disk::{Disk, Files, folder_of};
use crate::ledger::{Ledger, Parts, Signing};
use crate::lock::{CheckpointLock, NEVER_SIGNED};
use crate::places::Places;
use crate::publish::PublicFolder;
use crate::recover::{blocking, tree_over};
use crate::tiles::TileStore;
use crate::{LedgerError, Part, Settings};

impl Ledger {
    /// Compares store, checkpoint lock and published log, brings the tree up to the store's end, and
    /// puts out again what the lock says was signed.
    ///
    /// An empty store whose log the lock does not know is a first start: the lock knows the log from
    /// then on.
    ///
    /// # Errors
    /// `LockLost`: the log exists and the lock does not know it. `Behind`: the store is empty or ends
    /// before a signed checkpoint. `Forked`: it has another history. `LockOlder`, `LockInside`,
    /// `LockDamaged`, `LockIncomplete`, `Published`, `Origin`, `OneFolder`: as they say. Otherwise the
    /// store or a file cannot be read or written.
    pub async fn start(settings: Settings, journal: Arc<dyn Journal>) -> Result<Self, LedgerError> {
        Self::start_on(Arc::new(Files), settings, journal).await
    }

    /// As `start`, with another way to change files.
    pub(crate) async fn start_on(
        disk: Arc<dyn Disk>,
        settings: Settings,
        journal: Arc<dyn Journal>,
    ) -> Result<Self, LedgerError> {
        // 1. The settings fit together.
        check(&*disk, &settings)?;
        let tiles = TileStore::new(&settings.dir, Arc::clone(&disk));
        let places = Places::new(&settings.dir, Arc::clone(&disk), journal.positions());
        let public = PublicFolder::new(&settings.public_dir, Arc::clone(&disk));
        let published = published_head(&public, &settings)?;
        let key = settings.part.key().clone();
        // 2. The lock knows at least what was published.
        let signing = match settings.part {
            Part::Follower { .. } => None,
            Part::Signer { signer, lock } => {
                let lock = CheckpointLock::new(&lock, disk);
                let signed = known_heads(&lock, &signer, published, &*journal)?;
                Some((signer, lock, signed))
            }
        };
        let signed = signing.as_ref().map(|(_, _, signed)| *signed);
        if let (Some(published), Some([outside, _])) = (published, signed)
            && published.size > outside.size
        {
            let (published, locked) = (published.size, outside.size);
            return Err(LedgerError::LockOlder { published, locked });
        }
        // 3. The store has the history that was signed and published.
        let heads: Vec<TreeHead> = signed.into_iter().flatten().chain(published).collect();
        let synced = signed.map_or(published, |[outside, _]| Some(outside));
        let synced = synced.map_or(TreeSize(0), |head| head.size);
        let edge = tree_over(&*journal, (&tiles, &places), &heads, synced).await?;
        tracing::info!(size = edge.size().0, "the log follows the store");
        let ledger = Self::new(Parts {
            key,
            signing: signing.map(|(signer, lock, signed)| Signing::new(signer, lock, signed)),
            tiles,
            places,
            public,
            edge,
        });
        // 4. What the lock holds is signed and published, if a crash came between. A follower serves
        // again what it had published.
        blocking(move || {
            if ledger.signing.is_some() {
                ledger.hand_out_locked(published.map_or(TreeSize(0), |it| it.size))?;
            } else if let Some(note) = ledger.public.checkpoint()? {
                ledger.accept(&String::from_utf8_lossy(&note))?;
            }
            Ok(ledger)
        })
        .await
    }
}

fn check(disk: &dyn Disk, settings: &Settings) -> Result<(), LedgerError> {
    let (origin, key) = (&settings.origin, settings.part.key());
    if origin != key.name() || origin.ends_with("/inner") || key.is_witness() {
        return Err(LedgerError::Origin {
            origin: origin.clone(),
            key: key.name().to_owned(),
        });
    }
    let folders = [&settings.dir, &settings.public_dir];
    for folder in folders {
        make_folder(disk, folder)?;
    }
    if let Part::Signer { lock, .. } = &settings.part {
        for folder in folders {
            lock.refuse_inside(folder)?;
        }
    }
    let [working, public] = [&settings.dir, &settings.public_dir].map(|it| it.canonicalize());
    if working.ok() == public.ok() {
        let folder = settings.dir.clone();
        return Err(LedgerError::OneFolder { folder });
    }
    Ok(())
}

/// Makes a folder if it is not there, durably.
fn make_folder(disk: &dyn Disk, folder: &Path) -> Result<(), LedgerError> {
    if folder.is_dir() {
        return Ok(());
    }
    let made = disk.create_folder(folder);
    let made = made.and_then(|()| disk.sync(folder_of(folder)));
    made.map_err(LedgerError::file("make", folder))
}

/// The head of the published checkpoint, whose signature must be this log's.
fn published_head(
    public: &PublicFolder,
    settings: &Settings,
) -> Result<Option<TreeHead>, LedgerError> {
    let Some(note) = public.checkpoint()? else {
        return Ok(None);
    };
    let verified = verify::checkpoint(note, settings.part.key());
    let ours = verified.and_then(|verified| match verified.checkpoint {
        checkpoint if checkpoint.origin == settings.origin => Ok(checkpoint.head()),
        checkpoint => {
            let (found, expected) = (checkpoint.origin, settings.origin.clone());
            Err(VerifyError::OtherLog(found, expected))
        }
    });
    ours.map(Some).map_err(|source| LedgerError::Published {
        folder: public.folder().to_owned(),
        source,
    })
}

/// What the lock holds, outside and inner. A log that it does not know must be new.
fn known_heads(
    lock: &CheckpointLock,
    signer: &Signer,
    published: Option<TreeHead>,
    journal: &dyn Journal,
) -> Result<[TreeHead; 2], LedgerError> {
    let inner = signer.inner();
    let (outside, inner) = (signer.verifier_key().name(), inner.verifier_key().name());
    if let Some(heads) = lock.heads(outside, inner)? {
        return Ok(heads);
    }
    let head = journal.head().0;
    if head > 0 || published.is_some() {
        return Err(LedgerError::LockLost {
            lock: lock.name(),
            origin: outside.to_owned(),
            head,
        });
    }
    lock.open_log(outside, inner)?;
    tracing::info!(origin = outside, "a new log begins");
    Ok([NEVER_SIGNED, NEVER_SIGNED])
}

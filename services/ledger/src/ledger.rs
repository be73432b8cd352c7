//! The ledger itself: the tree as it grows, and what was last signed and published.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use lanyard_events::Recorded;
use lanyard_evidence::TreeSize;
use lanyard_evidence::note::{Note, Signer, VerifierKey};
use lanyard_evidence::tree::TreeHead;
use tokio::sync::watch;

use crate::LedgerError;
use crate::edge::Edge;
use crate::lock::{CheckpointLock, Written};
use crate::places::Places;
use crate::publish::{PublicFolder, Published};
use crate::snapshot::Snapshot;
use crate::tiles::{TileCache, TileStore};

/// Fillers appended every night before the outside checkpoint: the log then reaches a new multiple of
/// 256 whether or not anything happened, and its public size counts no incidents (design.md 3).
pub const FILLERS_NIGHTLY: u64 = 256;

/// The Merkle tree over the store's order, with its signed checkpoints. Shared by reference: one loop
/// follows, one signs, any number read.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) key: VerifierKey,
    /// None in a process that only follows.
    pub(crate) signing: Option<Signing>,
    pub(crate) tiles: TileStore,
    pub(crate) places: Places,
    pub(crate) public: PublicFolder,
    cache: TileCache,
    /// Held while following, so that each event enters the tree once.
    following: Mutex<()>,
    edge: RwLock<Arc<Edge>>,
    /// Held while publishing.
    pub(crate) publishing: Mutex<Publishing>,
    pub(crate) inner: RwLock<Option<Arc<Signed>>>,
    pub(crate) outside: RwLock<Option<Arc<Published>>>,
    pub(crate) signed_size: watch::Sender<TreeSize>,
    /// The signer has another history.
    pub(crate) disowned: AtomicBool,
}

/// A signed inner checkpoint.
#[derive(Debug)]
pub(crate) struct Signed {
    pub head: TreeHead,
    pub note: Note,
}

/// What the one process that signs needs for it.
#[derive(Debug)]
pub(crate) struct Signing {
    pub outside_signer: Signer,
    pub inner_signer: Signer,
    pub lock: CheckpointLock,
    pub outside: Mutex<Written>,
    pub inner: Mutex<Written>,
}

impl Signing {
    pub fn new(signer: Signer, lock: CheckpointLock, [outside, inner]: [TreeHead; 2]) -> Self {
        Self {
            inner_signer: signer.inner(),
            outside_signer: signer,
            lock,
            outside: Mutex::new(Written::new(outside)),
            inner: Mutex::new(Written::new(inner)),
        }
    }
}

/// The state of the public folder.
#[derive(Debug, Default)]
pub(crate) struct Publishing {
    /// It holds nothing but what its checkpoint needs.
    pub tidy: bool,
}

/// The parts that `start` has made ready.
pub(crate) struct Parts {
    pub key: VerifierKey,
    pub signing: Option<Signing>,
    pub tiles: TileStore,
    pub places: Places,
    pub public: PublicFolder,
    pub edge: Arc<Edge>,
}

impl Ledger {
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            key: parts.key,
            signing: parts.signing,
            tiles: parts.tiles,
            places: parts.places,
            public: parts.public,
            cache: TileCache::default(),
            following: Mutex::default(),
            edge: RwLock::new(parts.edge),
            publishing: Mutex::default(),
            inner: RwLock::default(),
            outside: RwLock::default(),
            signed_size: watch::Sender::new(TreeSize(0)),
            disowned: AtomicBool::new(false),
        }
    }

    /// Grows the tree by recorded events, in store order, none left out; events that are in it already
    /// are passed over. Writes the tiles that become full. On an error the tree is as before, and the
    /// same batch may be given again.
    ///
    /// # Errors
    /// `OutOfOrder`: an event before one of these was left out, as gapless positions show; where they
    /// have gaps, whoever hands over must read on from [`Self::position`]. `Commitments`: an event is damaged.
    /// `File`: a tile cannot be written.
    pub fn follow(&self, batch: &[Recorded]) -> Result<(), LedgerError> {
        let _one = locked(&self.following);
        let mut edge = Edge::clone(&self.edge());
        edge.follow(batch, &self.tiles, &self.places)?;
        // Readers get the new edge only now, when the tiles left of it are in place.
        set(&self.edge, Arc::new(edge));
        Ok(())
    }

    /// Leaves in the tree, signed or not.
    #[must_use]
    pub fn size(&self) -> TreeSize {
        self.edge().size()
    }

    /// The size of the newest inner checkpoint, to wait until a receipt can be had.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<TreeSize> {
        self.signed_size.subscribe()
    }

    /// The tree as it is now.
    pub(crate) fn snapshot(&self) -> Snapshot<'_> {
        Snapshot::new(self.edge(), &self.tiles, &self.cache)
    }

    pub(crate) fn edge(&self) -> Arc<Edge> {
        get(&self.edge)
    }
}

// A value is replaced whole, so after a panic elsewhere it is still the old one or the new.

/// Takes a mutex.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a shared value.
pub(crate) fn get<T: Clone>(shared: &RwLock<T>) -> T {
    shared
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

/// Replaces a shared value.
pub(crate) fn set<T>(shared: &RwLock<T>, value: T) {
    *shared.write().unwrap_or_else(PoisonError::into_inner) = value;
}

//! The right edge of the tree: what is not yet in a full tile. It grows leaf by leaf and hands out
//! full tiles.

use std::sync::Arc;

use lanyard_events::{Position, Recorded};
use lanyard_evidence::event::{METADATA_FIELDS, stored_event_digest};
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::tile::{encode_entries, encode_hashes};
use lanyard_evidence::{Hash, TreeSize};

use crate::LedgerError;
use crate::places::Places;
use crate::tiles::{TileNodes, TileStore, WIDTH, full_entries, full_hashes};

/// A tree of 64-bit size has at most eight levels of tiles.
const LEVELS: u8 = 8;

/// The unfinished tile of every level. Cloning is cheap; growing a clone copies what it changes.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    size: u64,
    /// Position of the newest leaf's event.
    last: Position,
    /// Leaves of the unfinished entries tile.
    leaves: Arc<Vec<Leaf>>,
    /// One for every level that has hashes.
    levels: Vec<Arc<TileNodes>>,
}

impl Default for Edge {
    /// The edge of an empty log.
    fn default() -> Self {
        Self {
            size: 0,
            last: Position(0),
            leaves: Arc::default(),
            levels: Vec::new(),
        }
    }
}

impl Edge {
    /// The edge of a log of `size` leaves, a multiple of 256, from its full tiles.
    /// `None` if one of those it takes is not there.
    ///
    /// # Errors
    /// A tile is there and cannot be read.
    pub fn load(size: TreeSize, tiles: &TileStore) -> Result<Option<Self>, LedgerError> {
        let mut levels = Vec::new();
        for level in 0..LEVELS {
            let hashes = size.0 >> (8 * level);
            if hashes == 0 {
                break;
            }
            let mut unfinished = TileNodes::empty(hashes / 256);
            for below in hashes / 256 * 256..hashes {
                // Level 0 has none: the size is a multiple of 256.
                let full = tiles.hashes(level - 1, below)?;
                let Some(root) = full.and_then(|tile| tile.root()) else {
                    return Ok(None);
                };
                unfinished.push(root);
            }
            levels.push(Arc::new(unfinished));
        }
        Ok(Some(Self {
            size: size.0,
            last: Position(0),
            leaves: Arc::default(),
            levels,
        }))
    }

    /// Leaves in the tree.
    pub fn size(&self) -> TreeSize {
        TreeSize(self.size)
    }

    /// Position of the newest leaf's event; 0 without any.
    pub const fn last(&self) -> Position {
        self.last
    }

    /// After leaves that came from tiles: looks up where their events stand.
    ///
    /// # Errors
    /// The positions do not go so far.
    pub fn find_last(&mut self, places: &Places) -> Result<(), LedgerError> {
        self.last = places.reached(self.size)?;
        Ok(())
    }

    /// The unfinished tile of a level; `None` if the level has no hashes.
    pub fn level(&self, level: u8) -> Option<&Arc<TileNodes>> {
        self.levels.get(usize::from(level))
    }

    /// Appends a leaf, not saying where its event stands; tiles that it makes full are kept in the
    /// working folder.
    ///
    /// # Errors
    /// A tile cannot be written; this edge is then not to be used any more.
    pub fn push(&mut self, leaf: Leaf, tiles: &TileStore) -> Result<(), LedgerError> {
        let mut hash = leaf.hash();
        let leaves = Arc::make_mut(&mut self.leaves);
        leaves.push(leaf);
        if leaves.len() == WIDTH {
            tiles.keep(&full_entries(self.size / 256), &encode_entries(&*leaves))?;
            leaves.clear();
        }
        for level in 0..LEVELS {
            let place = usize::from(level);
            if place == self.levels.len() {
                self.levels.push(Arc::new(TileNodes::empty(0)));
            }
            let unfinished = Arc::make_mut(&mut self.levels[place]);
            let Some(root) = unfinished.push(hash) else {
                break;
            };
            let full = full_hashes(level, unfinished.index);
            tiles.keep(&full, &encode_hashes(unfinished.hashes()))?;
            *unfinished = TileNodes::empty(full.index + 1);
            hash = root;
        }
        self.size += 1;
        Ok(())
    }

    /// Appends the leaves of events in store order; those already in the tree are passed over.
    ///
    /// # Errors
    /// An event is missing before one of these, or is damaged, or a tile cannot be written; this edge
    /// is then not to be used any more.
    pub fn follow(
        &mut self,
        batch: &[Recorded],
        tiles: &TileStore,
        places: &Places,
    ) -> Result<(), LedgerError> {
        let (first, mut grown) = (self.size, Vec::new());
        for recorded in batch {
            let found = recorded.position;
            if found <= self.last {
                continue;
            }
            if !places.may_follow(self.last, found) {
                let size = self.size();
                return Err(LedgerError::OutOfOrder { size, found });
            }
            self.push(leaf_of(recorded)?, tiles)?;
            self.last = found;
            grown.push(found);
        }
        // After the tiles, and as little durable: a start uses what both have.
        places.keep(first, &grown)
    }
}

/// The leaf of a recorded event.
///
/// # Errors
/// `Commitments`: they are not 32 bytes for each field, of at least the envelope's twelve.
pub fn leaf_of(recorded: &Recorded) -> Result<Leaf, LedgerError> {
    let commitments = &recorded.event.commitments;
    let enough = commitments.len() >= 32 * METADATA_FIELDS.len();
    let digest = stored_event_digest(commitments).filter(|_| enough);
    let position = recorded.position;
    Ok(Leaf {
        digest: digest.ok_or(LedgerError::Commitments { position })?,
        recorded_minute: recorded.recorded_minute,
        not_before: Hash(recorded.not_before),
    })
}

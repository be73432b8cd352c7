//! The tree at one moment, for reading while it grows on.

use std::cell::RefCell;
use std::sync::Arc;

use lanyard_evidence::tree::{HashReader, TreeError, TreeHead, root_at};
use lanyard_evidence::{Hash, TreeSize};

use crate::LedgerError;
use crate::edge::Edge;
use crate::tiles::{TileCache, TileNodes, TileStore, full_hashes};

/// An edge and the full tiles left of it. Every tile read is checked against the one above it, up to
/// the edge, whose root is compared with the lock at start.
pub(crate) struct Snapshot<'a> {
    pub edge: Arc<Edge>,
    pub tiles: &'a TileStore,
    pub cache: &'a TileCache,
    /// What went wrong below a `MissingHash`.
    trouble: RefCell<Option<LedgerError>>,
}

impl<'a> Snapshot<'a> {
    pub fn new(edge: Arc<Edge>, tiles: &'a TileStore, cache: &'a TileCache) -> Self {
        Self {
            edge,
            tiles,
            cache,
            trouble: RefCell::new(None),
        }
    }

    /// Runs a proof over this tree.
    ///
    /// # Errors
    /// What the proof says, or what was wrong with the tiles it needed.
    pub fn prove<T>(
        &self,
        proof: impl FnOnce(&Self) -> Result<T, TreeError>,
    ) -> Result<T, LedgerError> {
        proof(self).map_err(|error| {
            let trouble = self.trouble.borrow_mut().take();
            trouble.unwrap_or(LedgerError::Tree(error))
        })
    }

    /// Size and root of the tree of its first `size` leaves.
    ///
    /// # Errors
    /// There are fewer leaves, or a tile is damaged.
    pub fn head_at(&self, size: TreeSize) -> Result<TreeHead, LedgerError> {
        let root = self.prove(|tree| root_at(tree, size))?;
        Ok(TreeHead { size, root })
    }

    /// The hash tile at that place, full or unfinished.
    ///
    /// # Errors
    /// It is missing or damaged.
    pub fn tile(&self, level: u8, index: u64) -> Result<Arc<TileNodes>, LedgerError> {
        let missing = TreeError::MissingHash(8 * level, index.saturating_mul(256));
        let unfinished = self.edge.level(level).ok_or_else(|| missing.clone())?;
        if index == unfinished.index {
            return Ok(Arc::clone(unfinished));
        }
        if index > unfinished.index {
            return Err(missing.into());
        }
        if let Some(tile) = self.cache.get(level, index) {
            return Ok(tile);
        }
        let above = self.prove(|tree| tree.subtree(8 * (level + 1), index))?;
        let tile = self.tiles.hashes(level, index)?;
        let Some(tile) = tile.filter(|tile| tile.root() == Some(above)) else {
            let path = self.tiles.path(&full_hashes(level, index));
            return Err(LedgerError::TileDamaged { path });
        };
        let tile = Arc::new(tile);
        self.cache.put(level, &tile);
        Ok(tile)
    }
}

impl HashReader for Snapshot<'_> {
    fn subtree(&self, level: u8, index: u64) -> Result<Hash, TreeError> {
        let missing = TreeError::MissingHash(level, index);
        let (row, height) = (level / 8, u32::from(level % 8));
        // In hashes of the tile's level, this subtree begins here.
        let first = index
            .checked_mul(1 << height)
            .ok_or_else(|| missing.clone())?;
        let tile = self.tile(row, first / 256).map_err(|error| {
            self.trouble.replace(Some(error));
            missing.clone()
        })?;
        let place = usize::from(first.to_le_bytes()[0]) >> height;
        tile.node(height, place).ok_or(missing)
    }
}

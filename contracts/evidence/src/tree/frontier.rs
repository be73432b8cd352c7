//! Growing trees: the compact right edge, and a whole tree in memory.

use super::{EMPTY_ROOT, HashReader, TreeError, TreeHead, node_hash};
use crate::{Hash, TreeSize};

/// The right edge of a tree: one hash for every complete subtree that its size is the sum of.
/// All that is needed to append and to know the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// Roots of the complete subtrees, from the largest (leftmost) to the smallest.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The right edge of a tree whose subtree hashes are stored.
    ///
    /// # Errors
    /// A hash is missing.
    pub fn load(size: TreeSize, hashes: &impl HashReader) -> Result<Self, TreeError> {
        let levels = (0..64u8).rev().filter(|level| size.0 >> level & 1 == 1);
        // Of the complete subtrees at a set bit's level, the peak is the last.
        let peaks = levels.map(|level| hashes.subtree(level, (size.0 >> level) - 1));
        Ok(Self {
            size: size.0,
            peaks: peaks.collect::<Result<_, _>>()?,
        })
    }

    /// Appends a leaf by its leaf hash.
    pub fn push(&mut self, leaf_hash: Hash) {
        self.push_subtree(0, leaf_hash);
    }

    /// Appends `2^level` leaves by the root over them; the size must be a multiple of that.
    pub(crate) fn push_subtree(&mut self, level: u8, root: Hash) {
        debug_assert!(self.size.trailing_zeros() >= u32::from(level));
        let mut root = root;
        let mut subtrees = self.size >> level;
        while subtrees & 1 == 1 {
            let left = self
                .peaks
                .pop()
                .expect("one peak for every set bit of the size");
            root = node_hash(&left, &root);
            subtrees >>= 1;
        }
        self.peaks.push(root);
        self.size += 1 << level;
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> TreeSize {
        TreeSize(self.size)
    }

    /// Root over the leaves.
    #[must_use]
    pub fn root(&self) -> Hash {
        let peaks = self.peaks.iter().rev().copied();
        peaks
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or(EMPTY_ROOT)
    }

    /// Size and root.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead {
            size: self.size(),
            root: self.root(),
        }
    }
}

/// A whole tree in memory, for small trees and for proofs without tiles.
#[derive(Clone, Debug, Default)]
pub struct MemoryTree {
    /// Complete subtrees of every level.
    levels: Vec<Vec<Hash>>,
}

impl MemoryTree {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a leaf by its leaf hash.
    pub fn push(&mut self, leaf_hash: Hash) {
        let mut root = leaf_hash;
        for level in 0.. {
            if level == self.levels.len() {
                self.levels.push(Vec::new());
            }
            let row = &mut self.levels[level];
            row.push(root);
            if row.len() % 2 == 1 {
                return;
            }
            root = node_hash(&row[row.len() - 2], &row[row.len() - 1]);
        }
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> TreeSize {
        TreeSize(self.levels.first().map_or(0, |leaves| leaves.len() as u64))
    }

    /// Root over the leaves.
    #[must_use]
    pub fn root(&self) -> Hash {
        super::root_at(self, self.size()).expect("every complete subtree is held")
    }
}

impl HashReader for MemoryTree {
    fn subtree(&self, level: u8, index: u64) -> Result<Hash, TreeError> {
        let row = self.levels.get(usize::from(level));
        let place = usize::try_from(index).ok();
        row.zip(place)
            .and_then(|(row, place)| row.get(place).copied())
            .ok_or(TreeError::MissingHash { level, index })
    }
}

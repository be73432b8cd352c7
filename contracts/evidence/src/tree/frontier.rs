//! The growing tree, as its compact right edge.

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
        Ok(Self { size: size.0, peaks: peaks.collect::<Result<_, _>>()? })
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
            let left = self.peaks.pop().expect("one peak for every set bit of the size");
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
        peaks.reduce(|right, left| node_hash(&left, &right)).unwrap_or(EMPTY_ROOT)
    }

    /// Size and root.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size(), root: self.root() }
    }
}

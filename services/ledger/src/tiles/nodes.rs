//! One hash tile with all hashes above it, so that any subtree within is read, not computed.

use lanyard_evidence::Hash;
use lanyard_evidence::tree::node_hash;

/// Hashes in a full tile (C2SP tlog-tiles).
pub(crate) const WIDTH: usize = 256;
/// 256 hashes, 128 above them, and so on up to the one root.
const NODES: usize = 2 * WIDTH - 1;

/// A tile that fills from the left.
#[derive(Clone, Debug)]
pub(crate) struct TileNodes {
    /// Its place among the tiles of its level.
    pub index: u64,
    width: usize,
    nodes: [Hash; NODES],
}

/// Where the hashes over `2^height` of the tile's begin.
const fn row(height: u32) -> usize {
    2 * WIDTH - ((2 * WIDTH) >> height)
}

impl TileNodes {
    /// A tile without any hash yet.
    pub fn empty(index: u64) -> Self {
        Self {
            index,
            width: 0,
            nodes: [Hash::ZERO; NODES],
        }
    }

    /// A tile of these hashes, at most 256.
    pub fn of(index: u64, hashes: &[Hash]) -> Self {
        let mut tile = Self::empty(index);
        for hash in hashes {
            tile.push(*hash);
        }
        tile
    }

    /// Adds the next hash; gives the root when that makes the tile full. A full tile takes no more.
    pub fn push(&mut self, hash: Hash) -> Option<Hash> {
        let (mut place, mut height, mut node) = (self.width, 0, hash);
        self.nodes[place] = node;
        self.width += 1;
        while place % 2 == 1 {
            node = node_hash(&self.nodes[row(height) + place - 1], &node);
            place /= 2;
            height += 1;
            self.nodes[row(height) + place] = node;
        }
        (self.width == WIDTH).then_some(node)
    }

    /// Root over `2^height` hashes, the `place`-th such group; `None` if not all are there.
    pub fn node(&self, height: u32, place: usize) -> Option<Hash> {
        let complete = (place + 1) << height <= self.width;
        complete.then(|| self.nodes[row(height) + place])
    }

    /// Root of a full tile.
    pub fn root(&self) -> Option<Hash> {
        self.node(WIDTH.ilog2(), 0)
    }

    /// The hashes themselves.
    pub fn hashes(&self) -> &[Hash] {
        &self.nodes[..self.width]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use crate::tests::WholeTree;
    use lanyard_evidence::tree::HashReader;

    use super::*;

    #[test]
    fn every_subtree_of_a_growing_tile_is_that_of_the_tree() {
        let (mut tile, mut tree) = (TileNodes::empty(0), WholeTree::default());
        for leaf in 0..=255u8 {
            let root = tile.push(Hash([leaf; 32]));
            tree.push(Hash([leaf; 32]));
            assert_eq!(root.is_some(), leaf == 255);
            for height in 0..=8u8 {
                for place in 0..256 >> height {
                    let found = tile.node(height.into(), place);
                    assert_eq!(found, tree.subtree(height, place as u64).ok());
                }
            }
        }
        assert_eq!(tile.root(), Some(tree.root()));
    }
}

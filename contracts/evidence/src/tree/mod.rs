//! The RFC 6962 Merkle tree with SHA-256 (SPEC.md 5).

mod frontier;
mod proof;

use thiserror::Error;

use crate::hash::{sha256, sha256_of_two_blocks};
use crate::leaf::LEAF_BYTES;
use crate::{Hash, LeafIndex, TreeSize};

pub use frontier::Frontier;
pub use proof::{
    prove_consistency, prove_inclusion, root_at, verify_consistency, verify_inclusion,
};

/// Root of the empty tree: SHA-256 of nothing (RFC 6962 section 2.1).
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// A tree as a whole: how many leaves, and the root over them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TreeHead {
    /// Number of leaves.
    pub size: TreeSize,
    /// Root over them.
    pub root: Hash,
}

/// Why a proof cannot be made or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TreeError {
    /// The leaf would be outside the tree of that size.
    #[error("leaf {0} cannot be in a tree of {1} leaves; index or checkpoint was changed")]
    BeyondSize(LeafIndex, TreeSize),
    /// The older tree is larger than the newer one.
    #[error(
        "a tree of {1} leaves cannot continue one of {0}; the log was shortened or the order is wrong"
    )]
    Shrunk(TreeSize, TreeSize),
    /// That many hashes are too few or too many for a tree of that size.
    #[error(
        "the proof has {0} hashes, which is not the number a tree of {1} leaves needs; it was cut or lengthened"
    )]
    ProofLength(usize, TreeSize),
    /// The proof does not lead to the root of the tree of that size.
    #[error(
        "the proof leads to a root that is not the root of the tree of {0} leaves; what it is to prove is not in that tree, or something was changed"
    )]
    RootDiffers(TreeSize),
    /// The stored hash at that level and place is not there.
    #[error("the hash of subtree {1} at level {0} is not there; tiles are missing or too short")]
    MissingHash(u8, u64),
}

/// Gives the roots of complete subtrees, as tiles hold them.
pub trait HashReader {
    /// Root over the leaves `index << level` to `(index + 1) << level`.
    ///
    /// # Errors
    /// `MissingHash` when it is not known. `level` is below 64.
    fn subtree(&self, level: u8, index: u64) -> Result<Hash, TreeError>;
}

/// The leaf hashes of a whole tree, for small trees without tiles.
impl HashReader for Vec<Hash> {
    fn subtree(&self, level: u8, index: u64) -> Result<Hash, TreeError> {
        let leaves = 1usize
            .checked_shl(level.into())
            .and_then(|width| self.chunks_exact(width).nth(usize::try_from(index).ok()?));
        let mut tree = Frontier::new();
        let leaves = leaves.ok_or(TreeError::MissingHash(level, index))?;
        leaves.iter().for_each(|leaf| tree.push(*leaf));
        Ok(tree.root())
    }
}

/// RFC 6962 hash of a leaf's bytes: SHA-256(0x00 ‖ bytes).
#[must_use]
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    // Leaves all have one length.
    if let Ok(bytes) = <&[u8; LEAF_BYTES]>::try_from(bytes) {
        let mut input = [0; LEAF_BYTES + 1];
        input[1..].copy_from_slice(bytes);
        return sha256_of_two_blocks(&input);
    }
    sha256(&[&[0], bytes])
}

/// RFC 6962 hash of a node: SHA-256(0x01 ‖ left ‖ right).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut input = [1; 65];
    input[1..33].copy_from_slice(&left.0);
    input[33..].copy_from_slice(&right.0);
    sha256_of_two_blocks(&input)
}

/// Root of a complete subtree from its hashes, at most 256 of them and a power of two.
pub(crate) fn complete_root(hashes: &[Hash]) -> Hash {
    let mut row = [Hash::ZERO; 256];
    let mut width = hashes.len();
    row[..width].copy_from_slice(hashes);
    while width > 1 {
        width /= 2;
        for i in 0..width {
            row[i] = node_hash(&row[2 * i], &row[2 * i + 1]);
        }
    }
    row[0]
}

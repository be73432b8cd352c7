//! Inclusion and consistency proofs: made as in RFC 6962 section 2.1, checked as in RFC 9162 section 2.1.

use super::{EMPTY_ROOT, HashReader, TreeError, TreeHead, node_hash};
use crate::{Hash, LeafIndex, TreeSize};

/// The hashes from a leaf's sibling up to the root's child, for a tree of `size` leaves.
///
/// # Errors
/// The leaf is not in the tree, or a hash is missing.
pub fn prove_inclusion(
    hashes: &impl HashReader,
    index: LeafIndex,
    size: TreeSize,
) -> Result<Vec<Hash>, TreeError> {
    if index.0 >= size.0 {
        return Err(TreeError::BeyondSize { index, size });
    }
    let (mut from, mut to) = (0, size.0);
    let mut proof = Vec::new();
    while to - from > 1 {
        let middle = from + largest_power_below(to - from);
        if index.0 < middle {
            proof.push(range_root(hashes, middle, to)?);
            to = middle;
        } else {
            proof.push(range_root(hashes, from, middle)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The hashes that show a tree of `new` leaves to continue the tree of its first `old` leaves.
/// Empty when `old` is 0 or equal to `new`.
///
/// # Errors
/// `old` is larger than `new`, or a hash is missing.
pub fn prove_consistency(
    hashes: &impl HashReader,
    old: TreeSize,
    new: TreeSize,
) -> Result<Vec<Hash>, TreeError> {
    if old.0 > new.0 {
        return Err(TreeError::Shrunk { old, new });
    }
    let mut proof = Vec::new();
    if old.0 == 0 {
        return Ok(proof);
    }
    let (mut from, mut to) = (0, new.0);
    while old.0 != to {
        let middle = from + largest_power_below(to - from);
        if old.0 <= middle {
            proof.push(range_root(hashes, middle, to)?);
            to = middle;
        } else {
            proof.push(range_root(hashes, from, middle)?);
            from = middle;
        }
    }
    // The verifier knows the old root; it needs the last subtree only where that is not the old root.
    if from != 0 {
        proof.push(range_root(hashes, from, to)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Root over the first `size` leaves.
///
/// # Errors
/// A hash is missing.
pub fn root_at(hashes: &impl HashReader, size: TreeSize) -> Result<Hash, TreeError> {
    match size.0 {
        0 => Ok(EMPTY_ROOT),
        leaves => range_root(hashes, 0, leaves),
    }
}

/// Root over the leaves `from..to`, a range that some subtree of the tree covers; never empty.
fn range_root(hashes: &impl HashReader, from: u64, to: u64) -> Result<Hash, TreeError> {
    let leaves = to - from;
    if leaves.is_power_of_two() {
        let level = leaves.trailing_zeros();
        return hashes.subtree(level.to_le_bytes()[0], from >> level);
    }
    let middle = from + largest_power_below(leaves);
    Ok(node_hash(
        &range_root(hashes, from, middle)?,
        &range_root(hashes, middle, to)?,
    ))
}

/// The largest power of two below `leaves`, which is at least 2.
fn largest_power_below(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

/// Checks that the leaf hash is at `index` in the tree (RFC 9162 section 2.1.3.2).
///
/// # Errors
/// It is not, or the proof is too short, too long or wrong.
pub fn verify_inclusion(
    head: &TreeHead,
    index: LeafIndex,
    leaf_hash: &Hash,
    proof: &[Hash],
) -> Result<(), TreeError> {
    let size = head.size;
    if index.0 >= size.0 {
        return Err(TreeError::BeyondSize { index, size });
    }
    let (mut node, mut last) = (index.0, size.0 - 1);
    let mut root = *leaf_hash;
    for hash in proof {
        if last == 0 {
            return Err(TreeError::ProofLength {
                found: proof.len(),
                size,
            });
        }
        if node & 1 == 1 || node == last {
            root = node_hash(hash, &root);
            climb(&mut node, &mut last, |node| node & 1 == 0 && node != 0);
        } else {
            root = node_hash(&root, hash);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(TreeError::ProofLength {
            found: proof.len(),
            size,
        });
    }
    same_root(root, head)
}

/// Checks that the new tree begins with the leaves of the old one (RFC 9162 section 2.1.4.2).
///
/// # Errors
/// It does not, or the proof is too short, too long or wrong.
pub fn verify_consistency(old: &TreeHead, new: &TreeHead, proof: &[Hash]) -> Result<(), TreeError> {
    let wrong_length = TreeError::ProofLength {
        found: proof.len(),
        size: new.size,
    };
    if old.size > new.size {
        return Err(TreeError::Shrunk {
            old: old.size,
            new: new.size,
        });
    }
    if old.size == new.size || old.size.0 == 0 {
        let known = if old.size == new.size {
            new.root
        } else {
            EMPTY_ROOT
        };
        return if proof.is_empty() {
            same_root(known, old)
        } else {
            Err(wrong_length)
        };
    }
    let (mut node, mut last) = (old.size.0 - 1, new.size.0 - 1);
    climb(&mut node, &mut last, |node| node & 1 == 1);
    // An old tree of a power of two is itself a subtree of the new one: its root begins the path.
    let mut path = proof.iter();
    let first = if old.size.0.is_power_of_two() {
        Some(&old.root)
    } else {
        path.next()
    };
    let Some(&first) = first else {
        return Err(wrong_length);
    };
    let (mut old_root, mut new_root) = (first, first);
    for hash in path {
        if last == 0 {
            return Err(wrong_length);
        }
        if node & 1 == 1 || node == last {
            old_root = node_hash(hash, &old_root);
            new_root = node_hash(hash, &new_root);
            climb(&mut node, &mut last, |node| node & 1 == 0 && node != 0);
        } else {
            new_root = node_hash(&new_root, hash);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(wrong_length);
    }
    same_root(old_root, old)?;
    same_root(new_root, new)
}

/// Goes up one level, in both trees, while the condition holds of the node's place.
fn climb(node: &mut u64, last: &mut u64, condition: impl Fn(u64) -> bool) {
    while condition(*node) {
        *node >>= 1;
        *last >>= 1;
    }
}

fn same_root(found: Hash, head: &TreeHead) -> Result<(), TreeError> {
    let same = found == head.root;
    same.then_some(())
        .ok_or(TreeError::RootDiffers { size: head.size })
}

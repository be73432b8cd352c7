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
        return Err(TreeError::BeyondSize(index, size));
    }
    Ok(descend(hashes, index.0 + 1, size, |from, to| to - from == 1)?.0)
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
        return Err(TreeError::Shrunk(old, new));
    }
    if old.0 == 0 {
        return Ok(Vec::new());
    }
    let (mut proof, from, to) = descend(hashes, old.0, new, |_, to| to == old.0)?;
    // Where the last subtree begins at the first leaf it is the old tree, whose root is known.
    if from != 0 {
        proof.insert(0, range_root(hashes, from, to)?);
    }
    Ok(proof)
}

/// Goes from the root towards leaf `end - 1` until `done`, collecting the subtrees not taken,
/// the lowest first.
fn descend(
    hashes: &impl HashReader,
    end: u64,
    size: TreeSize,
    done: impl Fn(u64, u64) -> bool,
) -> Result<(Vec<Hash>, u64, u64), TreeError> {
    let (mut from, mut to) = (0, size.0);
    let mut passed = Vec::new();
    while !done(from, to) {
        let middle = from + largest_power_below(to - from);
        if end <= middle {
            passed.push(range_root(hashes, middle, to)?);
            to = middle;
        } else {
            passed.push(range_root(hashes, from, middle)?);
            from = middle;
        }
    }
    passed.reverse();
    Ok((passed, from, to))
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
    Ok(node_hash(&range_root(hashes, from, middle)?, &range_root(hashes, middle, to)?))
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
    if index.0 >= head.size.0 {
        return Err(TreeError::BeyondSize(index, head.size));
    }
    let roots = ascend(index.0, head.size.0 - 1, *leaf_hash, proof);
    let (_, root) = roots.ok_or(TreeError::ProofLength(proof.len(), head.size))?;
    same_root(root, head)
}

/// Checks that the new tree begins with the leaves of the old one (RFC 9162 section 2.1.4.2).
///
/// # Errors
/// It does not, or the proof is too short, too long or wrong.
pub fn verify_consistency(old: &TreeHead, new: &TreeHead, proof: &[Hash]) -> Result<(), TreeError> {
    let wrong_length = TreeError::ProofLength(proof.len(), new.size);
    if old.size > new.size {
        return Err(TreeError::Shrunk(old.size, new.size));
    }
    if old.size == new.size || old.size.0 == 0 {
        let known = if old.size == new.size { new.root } else { EMPTY_ROOT };
        return if proof.is_empty() { same_root(known, old) } else { Err(wrong_length) };
    }
    // The path begins at the largest subtree that ends where the old tree ends. If that is the whole
    // old tree, its root is known and not in the proof.
    let level = old.size.0.trailing_zeros();
    let (node, last) = ((old.size.0 - 1) >> level, (new.size.0 - 1) >> level);
    let (first, path) = if old.size.0.is_power_of_two() {
        (&old.root, proof)
    } else {
        proof.split_first().ok_or_else(|| wrong_length.clone())?
    };
    let (old_root, new_root) = ascend(node, last, *first, path).ok_or(wrong_length)?;
    same_root(old_root, old)?;
    same_root(new_root, new)
}

/// Climbs from a node to the root by its siblings; `last` is the last node of its level.
/// Gives the root over all that ends with the first node, and the root over everything; `None` if
/// the path is too short or too long.
fn ascend(mut node: u64, mut last: u64, first: Hash, path: &[Hash]) -> Option<(Hash, Hash)> {
    let (mut left, mut whole) = (first, first);
    for hash in path {
        if last == 0 {
            return None;
        }
        if node & 1 == 1 || node == last {
            left = node_hash(hash, &left);
            whole = node_hash(hash, &whole);
            // A last node without a sibling is its own parent.
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            whole = node_hash(&whole, hash);
        }
        node >>= 1;
        last >>= 1;
    }
    (last == 0).then_some((left, whole))
}

fn same_root(found: Hash, head: &TreeHead) -> Result<(), TreeError> {
    (found == head.root).then_some(()).ok_or(TreeError::RootDiffers(head.size))
}

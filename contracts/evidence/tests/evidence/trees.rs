//! Every tree to 600 leaves: every inclusion proof, every consistency proof.

use lanyard_evidence::tree::{
    EMPTY_ROOT, Frontier, TreeError, prove_consistency, prove_inclusion, root_at,
    verify_consistency, verify_inclusion,
};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};

use crate::support::{Tree, leaves};

const SIZES: u64 = 600;

#[test]
fn frontier_and_stored_hashes_agree_at_every_size() {
    let (mut tree, mut frontier) = (Tree::default(), Frontier::new());
    assert_eq!(frontier.root(), EMPTY_ROOT);
    for leaf in leaves(SIZES) {
        tree.push(leaf.hash());
        frontier.push(leaf.hash());
        assert_eq!(frontier.head(), tree.head(frontier.size().0));
        assert_eq!(Frontier::load(frontier.size(), &tree).unwrap(), frontier);
    }
    let listed: Vec<Hash> = leaves(100).iter().map(|leaf| leaf.hash()).collect();
    assert_eq!(root_at(&listed, TreeSize(100)).unwrap(), tree.head(100).root);
}

#[test]
fn every_leaf_of_every_tree_is_proved_and_at_no_other_place() {
    let leaves = leaves(SIZES);
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf.hash()).collect();
    let tree = Tree::of(&leaves);
    for size in 1..=SIZES {
        let head = tree.head(size);
        for place in 0..size {
            let proof = prove_inclusion(&tree, LeafIndex(place), TreeSize(size)).unwrap();
            let leaf = &hashes[place as usize];
            assert_eq!(verify_inclusion(&head, LeafIndex(place), leaf, &proof), Ok(()));
            let elsewhere = LeafIndex((place + 1 + size / 3) % size);
            if elsewhere.0 != place {
                assert!(verify_inclusion(&head, elsewhere, leaf, &proof).is_err());
            }
        }
    }
}

#[test]
fn every_pair_of_trees_is_consistent_and_no_forked_pair_is() {
    let tree = Tree::of(&leaves(SIZES));
    let heads: Vec<_> = (0..=SIZES).map(|size| tree.head(size)).collect();
    for (new, new_head) in heads.iter().enumerate() {
        for (old, old_head) in heads[..=new].iter().enumerate() {
            let proof =
                prove_consistency(&tree, TreeSize(old as u64), TreeSize(new as u64)).unwrap();
            assert_eq!(verify_consistency(old_head, new_head, &proof), Ok(()), "{old} to {new}");
            let mut forked = *old_head;
            forked.root.0[new % 32] ^= 1;
            assert!(verify_consistency(&forked, new_head, &proof).is_err(), "{old} to {new}");
            let mut forked = *new_head;
            forked.root.0[old % 32] ^= 128;
            // The empty tree is the beginning of every larger one.
            let accepted = verify_consistency(old_head, &forked, &proof).is_ok();
            assert_eq!(accepted, old == 0 && new > 0, "{old} to {new}");
        }
    }
}

#[test]
fn proofs_that_are_cut_or_lengthened_are_refused() {
    let tree = Tree::of(&leaves(300));
    for size in [2u64, 3, 7, 8, 9, 255, 256, 257, 300] {
        let head = tree.head(size);
        for place in [0, size / 2, size - 1] {
            let proof = prove_inclusion(&tree, LeafIndex(place), TreeSize(size)).unwrap();
            let leaf = tree.0[0][place as usize];
            let longer = [proof.as_slice(), &[Hash::ZERO]].concat();
            for wrong in [&proof[..proof.len() - 1], &longer] {
                let refused = verify_inclusion(&head, LeafIndex(place), &leaf, wrong);
                assert_eq!(refused, Err(TreeError::ProofLength(wrong.len(), head.size)));
            }
        }
        for old in 1..size {
            let proof = prove_consistency(&tree, TreeSize(old), TreeSize(size)).unwrap();
            let longer = [proof.as_slice(), &[Hash::ZERO]].concat();
            for wrong in [&proof[..proof.len() - 1], &longer] {
                assert!(verify_consistency(&tree.head(old), &head, wrong).is_err());
            }
        }
        let superfluous = verify_consistency(&head, &head, &[Hash::ZERO]);
        assert_eq!(superfluous, Err(TreeError::ProofLength(1, head.size)));
    }
}

#[test]
fn what_lies_outside_a_tree_is_refused_by_name() {
    let tree = Tree::of(&leaves(8));
    let (head, size) = (tree.head(8), TreeSize(8));
    let beyond = Err(TreeError::BeyondSize(LeafIndex(8), size));
    assert_eq!(prove_inclusion(&tree, LeafIndex(8), size), beyond);
    assert_eq!(verify_inclusion(&head, LeafIndex(8), &Hash::ZERO, &[]).map(|()| vec![]), beyond);
    let shrunk = Err(TreeError::Shrunk(size, TreeSize(5)));
    assert_eq!(prove_consistency(&tree, size, TreeSize(5)), shrunk);
    assert_eq!(verify_consistency(&head, &tree.head(5), &[]).map(|()| vec![]), shrunk);
    let missing = prove_inclusion(&tree, LeafIndex(0), TreeSize(16));
    assert_eq!(missing, Err(TreeError::MissingHash(3, 1)));
    let huge = prove_inclusion(&tree, LeafIndex(u64::MAX - 1), TreeSize(u64::MAX));
    assert!(matches!(huge, Err(TreeError::MissingHash(..))));
    let listed: Vec<Hash> = tree.0[0].clone();
    assert!(root_at(&listed, TreeSize(u64::MAX)).is_err());
}

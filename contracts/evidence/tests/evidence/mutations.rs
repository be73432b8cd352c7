//! One bit changed anywhere: never accepted. Hostile bytes: never a panic.

use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::note::{Note, VerifierKey};
use lanyard_evidence::proof::TlogProof;
use lanyard_evidence::tile::Tile;
use lanyard_evidence::tree::{
    prove_consistency, prove_inclusion, verify_consistency, verify_inclusion,
};
use lanyard_evidence::verify::{self, TrustedKeys};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};
use proptest::prelude::*;

use crate::support::{Folder, Tree, leaf, leaves, receipt, signed, signer, witness};

/// The bytes with each single bit changed in turn.
fn one_bit_changes(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        changed
    })
}

#[test]
fn no_one_bit_change_of_a_checkpoint_is_accepted() {
    let log = signer();
    let note = signed(&Tree::of(&leaves(256)).head(256), &log).to_string();
    verify::checkpoint(&note, log.verifier_key()).unwrap();
    for changed in one_bit_changes(note.as_bytes()) {
        assert!(verify::checkpoint(&changed, log.verifier_key()).is_err());
    }
}

#[test]
fn a_one_bit_change_of_a_cosigned_checkpoint_is_refused_or_loses_the_witness() {
    let (log, cosigner) = (signer(), witness());
    let mut note = signed(&Tree::of(&leaves(256)).head(256), &log);
    note.signatures.push(cosigner.cosign(&note.text, 1_794_405_600));
    let witnesses = [cosigner.verifier_key().clone()];
    let keys = TrustedKeys { log: log.verifier_key(), witnesses: &witnesses };
    assert_eq!(verify::checkpoint(note.to_string(), keys).unwrap().witnesses.len(), 1);
    for changed in one_bit_changes(note.to_string().as_bytes()) {
        let read = verify::checkpoint(&changed, keys);
        assert!(!read.is_ok_and(|read| !read.witnesses.is_empty()));
    }
}

#[test]
fn no_one_bit_change_of_a_receipt_is_accepted() {
    let (log, tree) = (signer(), Tree::of(&leaves(300)));
    for signer in [log.clone(), log.inner()] {
        let text = receipt(&tree, 217, 300, &signer).to_string();
        verify::receipt(&text, log.verifier_key()).unwrap();
        for changed in one_bit_changes(text.as_bytes()) {
            assert!(verify::receipt(&changed, log.verifier_key()).is_err());
        }
    }
}

#[test]
fn no_one_bit_change_of_a_log_folder_is_accepted() {
    let log = signer();
    let folder = Folder::of(&leaves(40), &log);
    verify::directory(&folder, log.verifier_key()).unwrap();
    for (path, content) in &folder.0 {
        for changed in one_bit_changes(content) {
            let mut folder = folder.clone();
            folder.0.insert(path.clone(), changed);
            assert!(verify::directory(&folder, log.verifier_key()).is_err(), "{path}");
        }
    }
}

#[test]
fn no_one_bit_change_of_leaf_or_proof_is_accepted() {
    let (tree, size) = (Tree::of(&leaves(200)), TreeSize(200));
    let head = tree.head(200);
    for place in [0, 99, 127, 128, 199] {
        let index = LeafIndex(place);
        let proof = prove_inclusion(&tree, index, size).unwrap();
        for changed in one_bit_changes(&leaf(place).to_bytes()) {
            let held = Leaf::parse(&changed).map(|leaf| leaf.hash());
            assert!(!held.is_ok_and(|hash| verify_inclusion(&head, index, &hash, &proof).is_ok()));
        }
        let bytes: Vec<u8> = proof.iter().flat_map(|hash| hash.0).collect();
        for changed in one_bit_changes(&bytes) {
            let proof: Vec<Hash> = changed.chunks(32).filter_map(Hash::from_slice).collect();
            assert!(verify_inclusion(&head, index, &leaf(place).hash(), &proof).is_err());
        }
    }
    for old in [1, 64, 65, 127, 199] {
        let proof = prove_consistency(&tree, TreeSize(old), size).unwrap();
        let bytes: Vec<u8> = proof.iter().flat_map(|hash| hash.0).collect();
        for changed in one_bit_changes(&bytes) {
            let proof: Vec<Hash> = changed.chunks(32).filter_map(Hash::from_slice).collect();
            assert!(verify_consistency(&tree.head(old), &head, &proof).is_err());
        }
    }
}

#[test]
fn no_one_bit_change_of_a_key_is_another_spelling_of_it() {
    let key = signer().verifier_key().clone();
    for changed in one_bit_changes(key.to_string().as_bytes()) {
        let read = String::from_utf8(changed).ok().and_then(|text| VerifierKey::parse(&text).ok());
        assert_eq!(read, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn hostile_bytes_are_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let key = signer().verifier_key().clone();
        prop_assert!(verify::receipt(&bytes, &key).is_err());
        prop_assert!(verify::checkpoint(&bytes, &key).is_err());
        prop_assert!(Leaf::parse(&bytes).is_err() || bytes.len() == 69);
        prop_assert!(VerifierKey::parse(&String::from_utf8_lossy(&bytes)).is_err());
    }

    #[test]
    fn whatever_parses_is_written_back_byte_for_byte(
        cut in 0usize..2000, insert in "[ +\n—=A/0]{0,4}",
    ) {
        let text = receipt(&Tree::of(&leaves(9)), 4, 9, &signer()).to_string();
        let cut = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let changed = format!("{}{insert}{}", &text[..cut], &text[cut..]);
        if let Ok(read) = TlogProof::parse(changed.as_bytes()) {
            prop_assert_eq!(read.to_string(), changed.clone());
        }
        if let Ok(read) = Note::parse(changed.as_bytes()) {
            prop_assert_eq!(read.to_string(), changed);
        }
    }

    #[test]
    fn every_tile_has_one_path(path in "tile/(entries|[0-9]{1,2})/(x?[0-9]{3}/){0,3}[0-9]{2,4}(\\.p/[0-9]{1,3})?") {
        if let Some(tile) = Tile::parse(&path) {
            prop_assert_eq!(tile.path(), path);
        }
    }
}

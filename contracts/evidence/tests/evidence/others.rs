//! The same trees, tiles and notes by libraries that others wrote.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use lanyard_evidence::checkpoint::Checkpoint;
use lanyard_evidence::note::{Note, Signer, VerifierKey};
use lanyard_evidence::tile::{Tile, TileKind, needed};
use lanyard_evidence::tree::{
    HashReader, TreeHead, prove_consistency, prove_inclusion, verify_consistency, verify_inclusion,
};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};
use sha2::Sha256;

use crate::support::{Folder, ORIGIN, Tree, leaf, leaves, signed, signer, witness};

fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

fn places(size: u64) -> impl Iterator<Item = u64> {
    let mut places = vec![0, 1, size / 3, size / 2, size.saturating_sub(2), size - 1];
    places.retain(|place| *place < size);
    places.dedup();
    places.into_iter()
}

#[test]
fn ct_merkle_makes_and_accepts_the_same_proofs_at_every_size() {
    let mut theirs = MemoryBackedTree::<Sha256, _>::new();
    let mut ours = Tree::default();
    let mut roots: Vec<RootHash<Sha256>> = Vec::new();
    for size in 1..=600 {
        let last = leaf(size - 1);
        theirs.push(last.to_bytes().to_vec());
        ours.push(last.hash());
        let (head, root) = (ours.head(size), theirs.root());
        assert_eq!(head.root.0, <[u8; 32]>::from(*root.as_bytes()), "size {size}");
        for place in places(size) {
            let made = prove_inclusion(&ours, LeafIndex(place), TreeSize(size)).unwrap();
            let peer = theirs.prove_inclusion(place as usize);
            assert_eq!(bytes(&made), peer.as_bytes(), "{place} in {size}");
            let given = InclusionProof::<Sha256>::try_from_bytes(bytes(&made)).unwrap();
            root.verify_inclusion(&leaf(place).to_bytes().to_vec(), place, &given).unwrap();
        }
        for old in places(size).filter(|old| *old > 0) {
            let made = prove_consistency(&ours, TreeSize(old), TreeSize(size)).unwrap();
            let peer = theirs.prove_consistency((size - old) as usize);
            assert_eq!(bytes(&made), peer.as_bytes(), "{old} to {size}");
            let given = ConsistencyProof::<Sha256>::try_from_bytes(bytes(&made)).unwrap();
            root.verify_consistency(&roots[old as usize - 1], &given).unwrap();
        }
        roots.push(root);
    }
}

/// Our stored hashes under the numbers that `tlog_tiles` gives them.
struct Numbered<'a>(&'a Tree);

impl tlog_tiles::HashReader for Numbered<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let places = indexes.iter().map(|index| tlog_tiles::split_stored_hash_index(*index));
        Ok(places.map(|(level, n)| tlog_tiles::Hash(self.0.subtree(level, n).unwrap().0)).collect())
    }
}

fn theirs(hashes: &[Hash]) -> Vec<tlog_tiles::Hash> {
    hashes.iter().map(|hash| tlog_tiles::Hash(hash.0)).collect()
}

fn ours(hashes: &[tlog_tiles::Hash]) -> Vec<Hash> {
    hashes.iter().map(|hash| Hash(hash.0)).collect()
}

#[test]
fn tlog_tiles_makes_and_accepts_the_same_proofs_at_every_size() {
    let tree = Tree::of(&leaves(600));
    for size in 1..=600 {
        let head = tree.head(size);
        let root = tlog_tiles::tree_hash(size, &Numbered(&tree)).unwrap();
        assert_eq!(root.0, head.root.0);
        for place in places(size) {
            let leaf_hash = leaf(place).hash();
            let peer = tlog_tiles::prove_record(size, place, &Numbered(&tree)).unwrap();
            verify_inclusion(&head, LeafIndex(place), &leaf_hash, &ours(&peer)).unwrap();
            let made = theirs(&prove_inclusion(&tree, LeafIndex(place), TreeSize(size)).unwrap());
            let record = tlog_tiles::record_hash(&leaf(place).to_bytes());
            tlog_tiles::check_record(&made, size, root, place, record).unwrap();
        }
        for old in places(size).filter(|old| *old > 0) {
            let old_head = tree.head(old);
            let peer = tlog_tiles::prove_tree(size, old, &Numbered(&tree)).unwrap();
            verify_consistency(&old_head, &head, &ours(&peer)).unwrap();
            let made = prove_consistency(&tree, TreeSize(old), TreeSize(size)).unwrap();
            let old_root = tlog_tiles::Hash(old_head.root.0);
            tlog_tiles::check_tree(&theirs(&made), size, root, old, old_root).unwrap();
        }
    }
}

/// A log folder as `tlog_tiles` wants to read it; its paths carry the tile height, ours do not.
struct Served(Folder);

impl tlog_tiles::TileReader for Served {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        let path = |tile: &tlog_tiles::Tile| tile.path().replacen("tile/8/", "tile/", 1);
        Ok(tiles.iter().map(|tile| self.0.0[&path(tile)].clone()).collect())
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}

#[test]
fn tlog_tiles_reads_our_folder_and_needs_the_same_tiles() {
    for size in [1u64, 2, 255, 256, 257, 600] {
        let folder = Folder::of(&leaves(size), &signer());
        let root = Tree::of(&leaves(size)).head(size).root;
        let served = Served(folder);
        let reader = tlog_tiles::TileHashReader::new(size, tlog_tiles::Hash(root.0), &served);
        for place in places(size) {
            let proof = tlog_tiles::prove_record(size, place, &reader).unwrap();
            let head = TreeHead { size: TreeSize(size), root };
            verify_inclusion(&head, LeafIndex(place), &leaf(place).hash(), &ours(&proof)).unwrap();
        }
        let of_hashes = |tile: &Tile| matches!(tile.kind, TileKind::Hashes(_));
        let mut made: Vec<String> =
            needed(TreeSize(size)).filter(of_hashes).map(|tile| tile.path()).collect();
        let peer = tlog_tiles::Tile::new_tiles(8, 0, size);
        let mut peer: Vec<String> =
            peer.iter().map(|tile| tile.path().replacen("tile/8/", "tile/", 1)).collect();
        made.sort();
        peer.sort();
        assert_eq!(made, peer, "size {size}");
    }
}

#[test]
fn signed_note_and_tlog_tiles_accept_our_checkpoint() {
    let head = Tree::of(&leaves(256)).head(256);
    let mut note = signed(&head, &signer());
    note.signatures.push(witness().cosign(&note.text, 1_794_405_600));
    let vkey = signer().verifier_key().to_string();
    let verifier = signed_note::StandardVerifier::new(&vkey).unwrap();
    let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    let peer = signed_note::Note::from_bytes(note.to_string().as_bytes()).unwrap();
    let (verified, unknown) = peer.verify(&known).unwrap();
    assert_eq!((verified.len(), unknown.len()), (1, 1));
    let peer = tlog_tiles::Checkpoint::from_bytes(note.text.as_bytes()).unwrap();
    assert_eq!((peer.origin(), peer.size(), peer.hash().0), (ORIGIN, 256, head.root.0));
}

#[test]
fn we_accept_a_note_that_signed_note_made() {
    let seed = [7u8; 32];
    let ours = Signer::new("other.example/log", &seed).unwrap();
    let skey = format!(
        "PRIVATE+KEY+other.example/log+{:08x}+{}",
        ours.verifier_key().key_id(),
        base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            [[1].as_slice(), &seed].concat()
        )
    );
    let theirs = signed_note::StandardSigner::new(&skey).unwrap();
    let head = Tree::of(&leaves(5)).head(5);
    let text = Checkpoint { origin: "other.example/log".into(), size: head.size, root: head.root };
    let mut peer = signed_note::Note::new(text.to_string().as_bytes(), &[]).unwrap();
    peer.add_sigs(&[&theirs]).unwrap();
    let note = Note::parse(&peer.to_bytes()).unwrap();
    let key = VerifierKey::parse(&ours.verifier_key().to_string()).unwrap();
    assert_eq!(note.verify(&key, &[]).unwrap(), vec![]);
    assert_eq!(note, Note::sign(&text.to_string(), &[&ours]));
}

//! A log in memory: its leaves, its tree, its folder, its receipts.

use std::collections::BTreeMap;

use lanyard_evidence::checkpoint::Checkpoint;
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::note::{Note, Signer};
use lanyard_evidence::proof::TlogProof;
use lanyard_evidence::tile::{TileKind, encode_entries, encode_hashes, needed};
use lanyard_evidence::tree::{
    HashReader, TreeError, TreeHead, node_hash, prove_inclusion, root_at,
};
use lanyard_evidence::verify::{Directory, Unreadable};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};
use sha2::{Digest, Sha256};

pub const ORIGIN: &str = "trust.example/lanyard";

/// The leaf that the golden vectors have at this place.
pub fn leaf(place: u64) -> Leaf {
    Leaf {
        digest: Hash(Sha256::digest(format!("event {place}")).into()),
        recorded_minute: 29_700_000 + u32::try_from(place / 7).unwrap(),
        not_before: Hash::ZERO,
    }
}

pub fn leaves(count: u64) -> Vec<Leaf> {
    (0..count).map(leaf).collect()
}

pub fn signer() -> Signer {
    Signer::new(ORIGIN, &std::array::from_fn(|place| place as u8)).unwrap()
}

pub fn witness() -> Signer {
    Signer::witness("witness.example/w1", &std::array::from_fn(|place| 64 + place as u8)).unwrap()
}

/// Every complete subtree, written down level by level.
#[derive(Default)]
pub struct Tree(pub Vec<Vec<Hash>>);

impl Tree {
    pub fn of(leaves: &[Leaf]) -> Self {
        let mut tree = Self::default();
        leaves.iter().for_each(|leaf| tree.push(leaf.hash()));
        tree
    }

    pub fn push(&mut self, leaf_hash: Hash) {
        let mut root = leaf_hash;
        for level in 0.. {
            if level == self.0.len() {
                self.0.push(Vec::new());
            }
            let row = &mut self.0[level];
            row.push(root);
            if row.len() % 2 == 1 {
                return;
            }
            root = node_hash(&row[row.len() - 2], &row[row.len() - 1]);
        }
    }

    pub fn head(&self, size: u64) -> TreeHead {
        TreeHead { size: TreeSize(size), root: root_at(self, TreeSize(size)).unwrap() }
    }
}

impl HashReader for Tree {
    fn subtree(&self, level: u8, index: u64) -> Result<Hash, TreeError> {
        let held = self.0.get(usize::from(level)).and_then(|row| row.get(index as usize));
        held.copied().ok_or(TreeError::MissingHash(level, index))
    }
}

pub fn signed(head: &TreeHead, signer: &Signer) -> Note {
    let origin = signer.verifier_key().name().to_owned();
    let text = Checkpoint { origin, size: head.size, root: head.root }.to_string();
    Note::sign(&text, &[signer])
}

pub fn receipt(tree: &Tree, place: u64, size: u64, signer: &Signer) -> TlogProof {
    let index = LeafIndex(place);
    TlogProof {
        leaf: leaf(place),
        index,
        hashes: prove_inclusion(tree, index, TreeSize(size)).unwrap(),
        checkpoint: signed(&tree.head(size), signer),
    }
}

/// A log folder in memory.
#[derive(Clone, Default)]
pub struct Folder(pub BTreeMap<String, Vec<u8>>);

impl Folder {
    pub fn of(leaves: &[Leaf], signer: &Signer) -> Self {
        let tree = Tree::of(leaves);
        let size = TreeSize(leaves.len() as u64);
        let mut files = BTreeMap::new();
        for tile in needed(size) {
            let from = tile.index as usize * 256;
            let to = from + usize::from(tile.width);
            let content = match tile.kind {
                TileKind::Entries => encode_entries(&leaves[from..to]),
                TileKind::Hashes(level) => encode_hashes(&tree.0[usize::from(level) * 8][from..to]),
            };
            files.insert(tile.path(), content);
        }
        let note = signed(&tree.head(size.0), signer).to_string();
        files.insert("checkpoint".to_owned(), note.into_bytes());
        Self(files)
    }
}

impl Directory for Folder {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        Ok(self.0.keys().cloned().collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.0.get(path).cloned().ok_or_else(|| Unreadable("no such file".to_owned()))
    }
}

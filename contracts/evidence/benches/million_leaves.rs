//! Verifies a log folder of a million leaves beside as many separate SHA-256 calls of the same lengths,
//! and makes a million commitments.
//!
//! `cargo bench -p lanyard-evidence`; one line on standard error, medians of five.
#![allow(clippy::unwrap_used, reason = "a measurement")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use lanyard_evidence::checkpoint::Checkpoint;
use lanyard_evidence::commitment::Committer;
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::note::{Note, Signer};
use lanyard_evidence::tile::{TileKind, encode_entries, encode_hashes, needed};
use lanyard_evidence::tree::Frontier;
use lanyard_evidence::verify::{Directory, Unreadable, directory};
use lanyard_evidence::{Hash, TreeSize};
use sha2::{Digest, Sha256};

const LEAVES: u32 = 1_000_000;

struct Folder(BTreeMap<String, Vec<u8>>);

impl Directory for Folder {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        Ok(self.0.keys().cloned().collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.0.get(path).cloned().ok_or_else(|| Unreadable("no such file".to_owned()))
    }
}

fn root_over(hashes: &[Hash]) -> Hash {
    let mut tree = Frontier::new();
    hashes.iter().for_each(|hash| tree.push(*hash));
    tree.root()
}

fn folder(signer: &Signer) -> Folder {
    let digest = |place: u32| Hash(Sha256::digest(place.to_be_bytes()).into());
    let leaf = |place| Leaf {
        digest: digest(place),
        recorded_minute: 29_905_325 + place / 500,
        not_before: Hash::ZERO,
    };
    let leaves: Vec<Leaf> = (0..LEAVES).map(leaf).collect();
    let hashes: Vec<Hash> = leaves.iter().map(Leaf::hash).collect();
    let (size, root) = (TreeSize(LEAVES.into()), root_over(&hashes));
    let mut rows = vec![hashes];
    while rows[rows.len() - 1].len() >= 256 {
        rows.push(rows[rows.len() - 1].chunks_exact(256).map(root_over).collect());
    }
    let mut files = BTreeMap::new();
    for tile in needed(size) {
        let from = usize::try_from(tile.index).unwrap() * 256;
        let to = from + usize::from(tile.width);
        let content = match tile.kind {
            TileKind::Entries => encode_entries(&leaves[from..to]),
            TileKind::Hashes(level) => encode_hashes(&rows[usize::from(level)][from..to]),
        };
        files.insert(tile.path(), content);
    }
    let origin = signer.verifier_key().name().to_owned();
    let note = Note::sign(&Checkpoint { origin, size, root }.to_string(), &[signer]);
    files.insert("checkpoint".to_owned(), note.to_string().into_bytes());
    Folder(files)
}

/// A million calls over 70 bytes and as many, less one, over 65: what the tree costs at least.
fn separate_calls() -> Duration {
    let start = Instant::now();
    let (mut leaf, mut node) = ([7u8; 70], [9u8; 65]);
    for _ in 0..LEAVES {
        let hash = Sha256::digest(std::hint::black_box(leaf));
        leaf[..32].copy_from_slice(&hash);
        let hash = Sha256::digest(std::hint::black_box(node));
        node[..32].copy_from_slice(&hash);
    }
    std::hint::black_box((leaf, node));
    start.elapsed()
}

/// A million field commitments of about a name's length each, twenty to an event.
fn commitments() -> Duration {
    let start = Instant::now();
    for event in 0..LEAVES / 20 {
        let seed = Hash(std::array::from_fn(|place| event.to_be_bytes()[place % 4]));
        let committer = Committer::new(&seed.0);
        for field in 0..20 {
            std::hint::black_box(committer.commit(
                field,
                "occurred_at",
                b"\"2026-11-10T14:02:00Z\"",
            ));
        }
    }
    start.elapsed()
}

fn median(mut times: [Duration; 5]) -> f64 {
    times.sort();
    times[2].as_secs_f64()
}

fn main() {
    let signer = Signer::new("bench.example/log", &[1; 32]).unwrap();
    let folder = folder(&signer);
    let verify = || {
        let start = Instant::now();
        directory(&folder, signer.verifier_key()).unwrap();
        start.elapsed()
    };
    // In turn, so that a busy machine slows both alike.
    let pairs = [(); 5].map(|()| (verify(), separate_calls()));
    let (verified, calls) = (median(pairs.map(|pair| pair.0)), median(pairs.map(|pair| pair.1)));
    eprintln!(
        "verify {LEAVES} leaves: {verified:.3} s; separate SHA-256 calls: {calls:.3} s; ratio {:.2}; \
         {LEAVES} commitments: {:.3} s",
        calls / verified,
        median([(); 5].map(|()| commitments())),
    );
}

//! Verifying a log folder of a million leaves, beside as many separate SHA-256 calls.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use lanyard_evidence::checkpoint::Checkpoint;
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::note::{Note, Signer};
use lanyard_evidence::tile::{TileKind, encode_entries, encode_hashes, needed};
use lanyard_evidence::tree::Frontier;
use lanyard_evidence::verify::{Directory, Unreadable, directory};
use lanyard_evidence::{Hash, TreeSize};
use sha2::{Digest, Sha256};

use crate::row::{Row, Target};
use crate::run::Run;
use crate::timing::median;

/// Times each side is run, in turn, so that a busy machine slows both alike.
const RUNS: usize = 5;

/// Hashes of a full tile.
const TILE: usize = 256;

struct Folder(BTreeMap<String, Vec<u8>>);

impl Directory for Folder {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        Ok(self.0.keys().cloned().collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        let found = self.0.get(path).cloned();
        found.ok_or_else(|| Unreadable("no such file".to_owned()))
    }
}

/// The row: seconds, and the ratio to separate calls.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let leaves: u32 = if run.quick { 50_000 } else { 1_000_000 };
    let signer = Signer::new("bench.example/log", &[1; 32]).context("a name for the log")?;
    let folder = folder(&signer, leaves)?;
    let (mut verified, mut calls) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let start = Instant::now();
        directory(&folder, signer.verifier_key()).context("the folder holds")?;
        verified.push(start.elapsed());
        calls.push(separate_calls(leaves));
    }
    let (verified, calls) = (median(verified).as_secs_f64(), median(calls).as_secs_f64());
    let row = |name: &str| Row::new(name, verified, "s");
    Ok(vec![
        row(&format!(
            "verify {leaves} leaves offline, beside SHA-256 calls"
        ))
        .beside(calls, calls / verified)
        .asked(Target::RatioAtLeast(0.7)),
        row(&format!("verify {leaves} leaves offline")).asked(Target::AtMost(2.0)),
    ])
}

fn root_over(hashes: &[Hash]) -> Hash {
    let mut tree = Frontier::new();
    hashes.iter().for_each(|hash| tree.push(*hash));
    tree.root()
}

/// A whole log in memory: reading the disk is not what is measured.
fn folder(signer: &Signer, leaves: u32) -> anyhow::Result<Folder> {
    let leaf = |place: u32| Leaf {
        digest: Hash(Sha256::digest(place.to_be_bytes()).into()),
        recorded_minute: 29_905_325 + place / 500,
        not_before: Hash::ZERO,
    };
    let size = TreeSize(leaves.into());
    let leaves: Vec<Leaf> = (0..leaves).map(leaf).collect();
    let hashes: Vec<Hash> = leaves.iter().map(Leaf::hash).collect();
    let root = root_over(&hashes);
    let mut rows = vec![hashes];
    while let Some(last) = rows.last().filter(|last| last.len() >= TILE) {
        rows.push(last.chunks_exact(TILE).map(root_over).collect());
    }
    let mut files = BTreeMap::new();
    for tile in needed(size) {
        let from = usize::try_from(tile.index)? * TILE;
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
    Ok(Folder(files))
}

/// As many calls over 70 bytes (a leaf) and over 65 (a node): what the tree costs at least.
fn separate_calls(leaves: u32) -> Duration {
    let start = Instant::now();
    let (mut leaf, mut node) = ([7; 70], [9; 65]);
    for _ in 0..leaves {
        let hash = Sha256::digest(std::hint::black_box(leaf));
        leaf[..32].copy_from_slice(&hash);
        let hash = Sha256::digest(std::hint::black_box(node));
        node[..32].copy_from_slice(&hash);
    }
    std::hint::black_box((leaf, node));
    start.elapsed()
}

//! A log folder with receipts, written by the evidence crate alone.

use std::fs;
use std::path::{Path, PathBuf};

use lanyard_evidence::checkpoint::Checkpoint;
use lanyard_evidence::commitment::Committer;
use lanyard_evidence::event::event_digest;
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::note::{Note, Signer};
use lanyard_evidence::proof::TlogProof;
use lanyard_evidence::tile::{TileHashes, TileKind, encode_entries, needed};
use lanyard_evidence::tree::{Frontier, TreeHead, prove_consistency, prove_inclusion};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};
use tempfile::TempDir;

use crate::log_folder::LogFolder;

/// A log in a folder of its own: `log/` and `receipts/`.
pub struct WrittenLog {
    root: TempDir,
    size: TreeSize,
    signer: Signer,
}

impl WrittenLog {
    /// Writes a log of `size` leaves and a receipt for every eleventh of at most the first thousand.
    pub fn write(size: u64, signer: &Signer) -> anyhow::Result<Self> {
        let (root, size) = (TempDir::new()?, TreeSize(size));
        let log = Self {
            root,
            size,
            signer: signer.clone(),
        };
        let leaves: Vec<Leaf> = (0..size.0).map(leaf).collect();
        let mut row: Vec<Hash> = leaves.iter().map(Leaf::hash).collect();
        let mut level = 0;
        for tile in needed(size) {
            let from = usize::try_from(tile.index)? * 256;
            let to = from + usize::from(tile.width);
            let content = match tile.kind {
                TileKind::Entries => encode_entries(&leaves[from..to]),
                TileKind::Hashes(of_level) => {
                    if of_level > level {
                        row = row.chunks_exact(256).map(root_over).collect();
                        level = of_level;
                    }
                    row[from..to].iter().flat_map(|hash| hash.0).collect()
                }
            };
            log.put(&format!("log/{tile}"), &content)?;
        }
        log.put("log/checkpoint", log.signed(size, signer).as_bytes())?;
        let outside = Note::parse(log.signed(size, signer).as_bytes())?;
        let inner = Note::parse(log.signed(size, &signer.inner()).as_bytes())?;
        for place in (0..size.0.min(1000)).step_by(11) {
            let index = LeafIndex(place);
            let receipt = TlogProof {
                leaf: leaf(place),
                index,
                hashes: prove_inclusion(&log.hashes(), index, size)?,
                checkpoint: if place % 2 == 0 { &outside } else { &inner }.clone(),
            };
            log.put(
                &format!("receipts/{place}.tlog-proof"),
                receipt.to_string().as_bytes(),
            )?;
        }
        Ok(log)
    }

    fn put(&self, path: &str, content: &[u8]) -> anyhow::Result<()> {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().expect("a path within the folder"))?;
        Ok(fs::write(path, content)?)
    }

    fn hashes(&self) -> TileHashes<LogFolder> {
        TileHashes {
            size: self.size,
            tiles: LogFolder(self.dir()),
        }
    }

    fn head(&self, size: TreeSize) -> TreeHead {
        let frontier = Frontier::load(size, &self.hashes());
        frontier.expect("all tiles are written").head()
    }

    fn signed(&self, size: TreeSize, signer: &Signer) -> String {
        let TreeHead { size, root } = self.head(size);
        let origin = signer.verifier_key().name().to_owned();
        let text = Checkpoint { origin, size, root }.to_string();
        Note::sign(&text, &[signer]).to_string()
    }

    /// The folder that holds everything.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// The log folder.
    pub fn dir(&self) -> PathBuf {
        self.root.path().join("log")
    }

    /// All receipts, sorted by name.
    pub fn receipts(&self) -> Vec<PathBuf> {
        let listed = fs::read_dir(self.root.path().join("receipts")).expect("it was written");
        let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths
    }

    /// An inner checkpoint signed when the log had two thirds of its leaves, and one more.
    pub fn older_checkpoint(&self) -> String {
        self.signed(self.older(), &self.signer.inner())
    }

    fn older(&self) -> TreeSize {
        TreeSize((self.size.0 * 2 / 3 + 1).min(self.size.0))
    }

    /// That older head, the present one, and the proof between them.
    pub fn consistency(&self) -> (TreeHead, TreeHead, Vec<Hash>) {
        let (old, new) = (self.older(), self.size);
        let proof = prove_consistency(&self.hashes(), old, new).expect("all tiles are written");
        (self.head(old), self.head(new), proof)
    }
}

fn leaf(place: u64) -> Leaf {
    let committer = Committer::new(&[7; 32]);
    let value = place.to_string();
    Leaf {
        digest: event_digest(&[committer.commit(0, "id", value.as_bytes())]),
        recorded_minute: 29_905_325,
        not_before: Hash::ZERO,
    }
}

fn root_over(hashes: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    hashes.iter().for_each(|hash| frontier.push(*hash));
    frontier.root()
}

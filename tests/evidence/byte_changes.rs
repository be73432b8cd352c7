//! Single bytes changed at random places of a log folder and its receipts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use lanyard_evidence::note::VerifierKey;
use lanyard_evidence::verify::{self, Directory, Unreadable};

use crate::log_folder::LogFolder;

/// A log folder read into memory once.
struct InMemory(BTreeMap<String, Vec<u8>>);

impl Directory for InMemory {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        Ok(self.0.keys().cloned().collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        let content = self.0.get(path).cloned();
        content.ok_or_else(|| Unreadable("no such file".to_owned()))
    }
}

/// Changes one byte at a time, `changes` times: a quarter each in the checkpoint, the hash tiles, the
/// entries and the receipts. Gives a line for every change that was accepted: there must be none.
///
/// # Errors
/// The folder or a receipt cannot be read, or is not accepted as it is.
pub fn accepted(
    log_dir: &Path,
    receipts: &[PathBuf],
    key: &VerifierKey,
    changes: usize,
) -> anyhow::Result<Vec<String>> {
    let on_disk = LogFolder(log_dir.to_owned());
    verify::directory(&on_disk, key)?;
    let mut folder = InMemory(BTreeMap::new());
    for path in on_disk.list().expect("it was listed above") {
        let content = fs::read(log_dir.join(&path))?;
        folder.0.insert(path, content);
    }
    let receipts: Vec<Vec<u8>> = receipts.iter().map(fs::read).collect::<Result<_, _>>()?;
    for receipt in &receipts {
        verify::receipt(receipt, key)?;
    }
    let is_entries = |path: &&String| path.starts_with("tile/entries/");
    let is_hashes = |path: &&String| path.starts_with("tile/") && !is_entries(path);
    let entries: Vec<String> = folder.0.keys().filter(is_entries).cloned().collect();
    let hashes: Vec<String> = folder.0.keys().filter(is_hashes).cloned().collect();

    let mut dice = Dice(20_261_123);
    let mut accepted = Vec::new();
    for change in 0..changes {
        let path = match change % 4 {
            0 => "checkpoint",
            1 => hashes[dice.below(hashes.len())].as_str(),
            2 => entries[dice.below(entries.len())].as_str(),
            _ => {
                let mut receipt = receipts[dice.below(receipts.len())].clone();
                let place = dice.change(&mut receipt);
                if verify::receipt(&receipt, key).is_ok() {
                    accepted.push(format!("a receipt at byte {place}"));
                }
                continue;
            }
        };
        let good = folder.0[path].clone();
        let content = folder.0.get_mut(path).expect("a path of the folder");
        let place = dice.change(content);
        if verify::directory(&folder, key).is_ok() {
            accepted.push(format!("{path} at byte {place}"));
        }
        folder.0.insert(path.to_owned(), good);
    }
    Ok(accepted)
}

/// A repeatable stream of numbers (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let limit = u64::try_from(limit).expect("64-bit lengths");
        usize::try_from((x ^ (x >> 31)) % limit).expect("below a length")
    }

    /// Replaces one byte by another; gives its place.
    fn change(&mut self, bytes: &mut [u8]) -> usize {
        let place = self.below(bytes.len());
        let other = u8::try_from(1 + self.below(255)).expect("1 to 255");
        bytes[place] ^= other;
        place
    }
}

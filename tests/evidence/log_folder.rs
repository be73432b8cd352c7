//! A log folder on disk, as the verifier and the proofs read it.

use std::fs;
use std::path::{Path, PathBuf};

use lanyard_evidence::tile::{Tile, TileReader};
use lanyard_evidence::verify::{Directory, Unreadable};

/// The folder that holds `checkpoint` and `tile/`.
pub struct LogFolder(pub PathBuf);

impl Directory for LogFolder {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        let mut paths = Vec::new();
        list(&self.0, "", &mut paths).map_err(|error| Unreadable(error.to_string()))?;
        Ok(paths)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        fs::read(self.0.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}

fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

impl TileReader for LogFolder {
    fn read_tile(&self, tile: &Tile) -> Option<Vec<u8>> {
        fs::read(self.0.join(tile.path())).ok()
    }
}

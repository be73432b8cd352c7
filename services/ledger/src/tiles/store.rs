//! The working folder: full tiles as files, made anew from the journal whenever they are not right.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lanyard_evidence::TreeSize;
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::tile::{TILE_WIDTH, Tile, needed};

use super::{TileNodes, full_entries, full_hashes};
use crate::LedgerError;
use crate::disk::{Disk, Durable, read_if_there, replace};

/// Full tiles below one folder, under their C2SP paths.
#[derive(Clone, Debug)]
pub(crate) struct TileStore {
    folder: Arc<Path>,
    disk: Arc<dyn Disk>,
}

impl TileStore {
    pub fn new(folder: &Path, disk: Arc<dyn Disk>) -> Self {
        Self {
            folder: folder.into(),
            disk,
        }
    }

    /// The file of a tile.
    pub fn path(&self, tile: &Tile) -> PathBuf {
        self.folder.join(tile.path())
    }

    /// Writes a tile, not synced. A file that already says the same stays, with all its names.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, tile: &Tile, content: &[u8]) -> Result<(), LedgerError> {
        let path = self.path(tile);
        if read_if_there(&path)?.is_some_and(|found| found == content) {
            return Ok(());
        }
        replace(&*self.disk, &path, content, Durable::Nothing)
    }

    /// A full tile's content; `None` if there is none of the right length.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn read(&self, tile: &Tile) -> Result<Option<Vec<u8>>, LedgerError> {
        let content = read_if_there(&self.path(tile))?;
        Ok(content.filter(|content| content.len() == tile.content_bytes()))
    }

    /// A full hash tile; `None` if there is none of the right length.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn hashes(&self, level: u8, index: u64) -> Result<Option<TileNodes>, LedgerError> {
        let tile = full_hashes(level, index);
        let content = self.read(&tile)?;
        let hashes = content.and_then(|content| tile.decode_hashes(&content).ok());
        Ok(hashes.map(|hashes| TileNodes::of(index, &hashes)))
    }

    /// The leaves of a full entries tile; `None` if there is none that is well-formed.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn leaves(&self, index: u64) -> Result<Option<Vec<Leaf>>, LedgerError> {
        let tile = full_entries(index);
        let content = self.read(&tile)?;
        Ok(content.and_then(|content| tile.decode_entries(&content).ok()))
    }

    /// Whether every full tile of a log of this size is there, by name and length.
    pub fn is_whole(&self, size: TreeSize) -> bool {
        needed(size)
            .filter(|tile| tile.width == TILE_WIDTH)
            .all(|tile| {
                let found = fs::metadata(self.path(&tile)).map(|file| file.len());
                found.is_ok_and(|bytes| bytes == tile.content_bytes() as u64)
            })
    }
}

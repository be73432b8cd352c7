//! The public folder: the log as anyone may fetch it, exactly the files its checkpoint needs.
//!
//! Full tiles are hard links to the working ones, so they take no room twice; where links cannot be
//! made (another file system) they are copies.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use lanyard_evidence::TreeSize;
use lanyard_evidence::tile::{TILE_WIDTH, Tile, TileKind, encode_hashes, needed};
use lanyard_evidence::tree::TreeHead;

use crate::LedgerError;
use crate::disk::{Disk, Durable, UNFINISHED, folder_of, read_if_there, replace};
use crate::snapshot::Snapshot;

/// Name of the signed checkpoint in the folder (C2SP tlog-tiles).
pub(crate) const CHECKPOINT: &str = "checkpoint";
/// Files synced at the same time: 600,000 leaves were published in 1.6 s so, and in 18 s one by one.
const SYNCS_AT_ONCE: usize = 16;
/// Folder of the tiles within the public one.
const TILES: &str = "tile";

/// A folder that holds a published log.
#[derive(Clone, Debug)]
pub(crate) struct PublicFolder {
    folder: Arc<Path>,
    disk: Arc<dyn Disk>,
}

/// A log that is published and durable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Published {
    /// Size and root.
    pub head: TreeHead,
    /// The signed checkpoint.
    pub text: String,
    /// Its partial tiles, kept here since the next checkpoint removes them from under a reader.
    pub partial: Vec<(Tile, Vec<u8>)>,
}

impl Published {
    /// Whether a full tile is covered by the checkpoint.
    pub fn covers(&self, tile: &Tile) -> bool {
        tile.width == TILE_WIDTH && tile.index < full_tiles(self.head.size, tile.kind)
    }

    /// Content of a partial tile of this checkpoint.
    pub fn partial(&self, tile: &Tile) -> Option<&[u8]> {
        let mut partial = self.partial.iter();
        let found = partial.find(|(partial, _)| partial == tile);
        found.map(|(_, content)| content.as_slice())
    }
}

/// Full tiles of that kind in a log of that size.
fn full_tiles(size: TreeSize, kind: TileKind) -> u64 {
    match kind {
        TileKind::Entries => size.0 / 256,
        TileKind::Hashes(level) => size.0.checked_shr(8 * (u32::from(level) + 1)).unwrap_or(0),
    }
}

impl PublicFolder {
    pub fn new(folder: &Path, disk: Arc<dyn Disk>) -> Self {
        Self {
            folder: folder.into(),
            disk,
        }
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The signed checkpoint there; `None` if nothing was published.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn checkpoint(&self) -> Result<Option<Vec<u8>>, LedgerError> {
        read_if_there(&self.folder.join(CHECKPOINT))
    }

    /// Content of a full tile that the published checkpoint covers.
    ///
    /// # Errors
    /// It is missing, cut, or cannot be read.
    pub fn read(&self, tile: &Tile) -> Result<Vec<u8>, LedgerError> {
        let path = self.folder.join(tile.path());
        let content = read_if_there(&path)?;
        let whole = content.filter(|content| content.len() == tile.content_bytes());
        whole.ok_or(LedgerError::TileDamaged { path })
    }

    /// Puts every tile that a log of `size` leaves needs, beyond the full ones of the `published`
    /// size, into the folder, checked and durable. Gives the partial tiles.
    ///
    /// # Errors
    /// A working tile is damaged, or a file cannot be written.
    pub fn put_tiles(
        &self,
        tree: &Snapshot,
        published: TreeSize,
        size: TreeSize,
    ) -> Result<Vec<(Tile, Vec<u8>)>, LedgerError> {
        let mut touched = BTreeSet::new();
        let (mut linked, mut partial) = (Vec::new(), Vec::new());
        for tile in needed(size) {
            if tile.width < TILE_WIDTH {
                let content = partial_content(tree, &tile)?;
                let path = self.folder.join(tile.path());
                replace(&*self.disk, &path, &content, Durable::Content)?;
                self.touch(&mut touched, &path);
                partial.push((tile, content));
            } else if tile.index >= full_tiles(published, tile.kind) || !self.has(&tile) {
                check_full(tree, &tile)?;
                let (from, to) = (tree.tiles.path(&tile), self.folder.join(tile.path()));
                self.put_full(&from, &to)?;
                self.touch(&mut touched, &to);
                touched.insert(folder_of(&from).to_owned());
                linked.push(from);
            }
        }
        // Content before names, so that no name that lasts is of a file that does not.
        self.sync_all(&linked)?;
        for folder in touched {
            self.disk
                .sync(&folder)
                .map_err(LedgerError::file("sync", &folder))?;
        }
        Ok(partial)
    }

    /// Puts the signed checkpoint in place. Its tiles must be there.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put_checkpoint(&self, text: &str) -> Result<(), LedgerError> {
        let path = self.folder.join(CHECKPOINT);
        replace(&*self.disk, &path, text.as_bytes(), Durable::ContentAndName)
    }

    /// Removes tiles, and unfinished files, that a checkpoint of this size does not need. Files that
    /// are neither stay: they are not ours.
    ///
    /// # Errors
    /// The folder cannot be listed, or a file not removed.
    pub fn remove_unneeded(&self, size: TreeSize) -> Result<(), LedgerError> {
        let needed: BTreeSet<Tile> = needed(size).collect();
        let mut found = Vec::new();
        self.list(TILES, &mut found)?;
        for path in found {
            let finished = path.strip_suffix(UNFINISHED);
            let tile = Tile::parse(finished.unwrap_or(&path));
            if tile.is_some_and(|tile| finished.is_some() || !needed.contains(&tile)) {
                self.remove(&path)?;
            }
        }
        self.remove(&format!("{CHECKPOINT}{UNFINISHED}"))?;
        Ok(())
    }

    /// Removes the partial tiles of an older checkpoint that one of this size does not need.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn remove_partial(&self, old: &Published, size: TreeSize) -> Result<(), LedgerError> {
        for (tile, _) in &old.partial {
            if needed(size).all(|needed| needed != *tile) {
                self.remove(&tile.path())?;
            }
        }
        Ok(())
    }

    fn has(&self, tile: &Tile) -> bool {
        let found = fs::metadata(self.folder.join(tile.path()));
        found.is_ok_and(|file| file.len() == tile.content_bytes() as u64)
    }

    /// Links, or copies, a working tile.
    fn put_full(&self, from: &Path, to: &Path) -> Result<(), LedgerError> {
        let linked = self.disk.link(from, to).or_else(|error| match error {
            error if error.kind() == io::ErrorKind::NotFound => {
                self.disk.create_folder(folder_of(to))?;
                self.disk.link(from, to)
            }
            // Left by a publication that was not finished: nothing covers it yet.
            error if error.kind() == io::ErrorKind::AlreadyExists => {
                self.disk.remove(to)?;
                self.disk.link(from, to)
            }
            error => Err(error),
        });
        match linked {
            Ok(()) => Ok(()),
            Err(error) if cannot_link(&error) => {
                let content = fs::read(from).map_err(LedgerError::file("read", from))?;
                replace(&*self.disk, to, &content, Durable::Content)
            }
            Err(error) => Err(LedgerError::file("publish", to)(error)),
        }
    }

    /// Makes the content of files durable, many at a time: the disk then writes its own log once for
    /// several of them.
    fn sync_all(&self, files: &[PathBuf]) -> Result<(), LedgerError> {
        let sync = |files: &[PathBuf]| {
            files.iter().try_for_each(|file| {
                let synced = self.disk.sync(file);
                synced.map_err(LedgerError::file("sync", file))
            })
        };
        let share = files.len().div_ceil(SYNCS_AT_ONCE).max(SYNCS_AT_ONCE);
        thread::scope(|scope| {
            let shares = files.chunks(share).map(|files| scope.spawn(|| sync(files)));
            let started: Vec<_> = shares.collect();
            let mut ended = started.into_iter().map(|share| match share.join() {
                Ok(synced) => synced,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            ended.try_for_each(|synced| synced)
        })
    }

    /// Notes the folders that must be synced for a file's name to be durable.
    fn touch(&self, touched: &mut BTreeSet<PathBuf>, path: &Path) {
        for folder in path.ancestors().skip(1) {
            if !folder.starts_with(&*self.folder) || !touched.insert(folder.to_owned()) {
                return;
            }
        }
    }

    fn remove(&self, path: &str) -> Result<(), LedgerError> {
        let path = self.folder.join(path);
        match self.disk.remove(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(LedgerError::file("remove", &path)(error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Adds the paths of all files below a folder, parts joined by `/`.
    fn list(&self, below: &str, found: &mut Vec<String>) -> Result<(), LedgerError> {
        let folder = self.folder.join(below);
        let failed = |error| LedgerError::file("list", &folder)(error);
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            // A name that is no text is not ours.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = format!("{below}/{name}");
            if entry.file_type().map_err(failed)?.is_dir() {
                self.list(&path, found)?;
            } else {
                found.push(path);
            }
        }
        Ok(())
    }
}

/// Another file system, or one without links.
fn cannot_link(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::CrossesDevices
            | io::ErrorKind::Unsupported
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::TooManyLinks
    )
}

/// Content of a partial tile, which only levels above 0 have at multiples of 256.
fn partial_content(tree: &Snapshot, tile: &Tile) -> Result<Vec<u8>, LedgerError> {
    let damaged = || LedgerError::TileDamaged {
        path: tree.tiles.path(tile),
    };
    let TileKind::Hashes(level) = tile.kind else {
        return Err(damaged());
    };
    let nodes = tree.tile(level, tile.index)?;
    let hashes = nodes.hashes().get(..usize::from(tile.width));
    hashes.map(encode_hashes).ok_or_else(damaged)
}

/// The file of a full working tile must hold exactly what the tree has there.
fn check_full(tree: &Snapshot, tile: &Tile) -> Result<(), LedgerError> {
    let (level, found) = match tile.kind {
        TileKind::Entries => {
            let leaves = tree.tiles.leaves(tile.index)?;
            let hashes = leaves.map(|leaves| leaves.iter().map(|leaf| leaf.hash()).collect());
            (0, hashes)
        }
        TileKind::Hashes(level) => {
            let content = tree.tiles.read(tile)?;
            (level, content.and_then(|it| tile.decode_hashes(&it).ok()))
        }
    };
    let found: Option<Vec<_>> = found;
    let nodes = tree.tile(level, tile.index)?;
    if found.is_some_and(|found| found == nodes.hashes()) {
        return Ok(());
    }
    let path = tree.tiles.path(tile);
    Err(LedgerError::TileDamaged { path })
}

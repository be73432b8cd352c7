//! A whole log folder: `checkpoint`, hash tiles, entries, and nothing else.

use std::collections::BTreeSet;

use super::{TrustedKeys, VerifiedCheckpoint, VerifyError, checkpoint};
use crate::tile::{TILE_WIDTH, Tile, TileError, TileKind, needed};
use crate::tree::{EMPTY_ROOT, Frontier, complete_root};
use crate::{Hash, TreeSize};

/// What the system said when a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// The files of a log folder, wherever they are.
pub trait Directory {
    /// Paths of all files below the folder, parts joined by `/`.
    ///
    /// # Errors
    /// The folder cannot be listed.
    fn list(&self) -> Result<Vec<String>, Unreadable>;

    /// Content of one file.
    ///
    /// # Errors
    /// The file cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable>;
}

/// A log folder that holds together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedLog {
    /// The signed checkpoint that covers every file in the folder.
    pub signed: VerifiedCheckpoint,
    /// The older checkpoint that this log was shown to continue.
    pub continues: Option<VerifiedCheckpoint>,
}

/// Checks a whole log folder: every leaf hash from the entries, every tile from the leaves, the root
/// against the signed checkpoint; no file missing, none too many.
///
/// # Errors
/// The first thing found wrong.
pub fn directory<'a>(
    folder: &dyn Directory,
    keys: impl Into<TrustedKeys<'a>>,
) -> Result<VerifiedLog, VerifyError> {
    check(folder, keys.into(), None)
}

/// As `directory`, and that the log only grew since an older checkpoint, given as its signed note.
///
/// # Errors
/// The first thing found wrong; `NotAppendOnly` when the log was rewritten.
pub fn directory_since<'a>(
    folder: &dyn Directory,
    keys: impl Into<TrustedKeys<'a>>,
    older: impl AsRef<[u8]>,
) -> Result<VerifiedLog, VerifyError> {
    let keys = keys.into();
    let older = checkpoint(older, keys)?;
    check(folder, keys, Some(older))
}

fn check(
    folder: &dyn Directory,
    keys: TrustedKeys,
    older: Option<VerifiedCheckpoint>,
) -> Result<VerifiedLog, VerifyError> {
    let mut files: BTreeSet<String> = folder.list().map_err(unreadable(""))?.into_iter().collect();
    let mut need = |path: String| match files.remove(&path) {
        true => Ok(()),
        false => Err(VerifyError::Missing(path)),
    };
    need("checkpoint".to_owned())?;
    let note = folder.read("checkpoint").map_err(unreadable("checkpoint"))?;
    let signed = checkpoint(note, keys)?;
    let size = signed.checkpoint.size;
    needed(size).try_for_each(|tile| need(tile.path()))?;
    if let Some(path) = files.pop_first() {
        return Err(VerifyError::NotNeeded(path));
    }
    let older_head = older.as_ref().map(|older| older.checkpoint.head());
    let mut growth = Growth {
        tree: Frontier::new(),
        full_tiles: Vec::new(),
        old_size: older_head.map(|head| head.size),
        old_root: EMPTY_ROOT,
    };
    for tile in needed(size).take_while(|tile| tile.kind == TileKind::Entries) {
        let leaves = read_tile(folder, &tile, Tile::leaf_hashes)?;
        let kind = TileKind::Hashes(0);
        check_tile(folder, &Tile { kind, ..tile }, &leaves)?;
        growth.push_tile(&leaves);
    }
    check_upper_tiles(folder, size, growth.full_tiles)?;
    if growth.tree.root() != signed.checkpoint.root {
        return Err(VerifyError::RootDiffers(size));
    }
    match older_head {
        Some(old) if old.size > size || old.root != growth.old_root => {
            Err(VerifyError::NotAppendOnly(old.size, size))
        }
        _ => Ok(VerifiedLog { signed, continues: older }),
    }
}

/// The tree as it is computed anew from the entries, tile by tile.
struct Growth {
    tree: Frontier,
    /// Roots of the full tiles: what the level above must hold.
    full_tiles: Vec<Hash>,
    old_size: Option<TreeSize>,
    /// Root at `old_size`, once reached.
    old_root: Hash,
}

impl Growth {
    fn push_tile(&mut self, leaves: &[Hash]) {
        let start = self.tree.size().0;
        let old = self.old_size.and_then(|old| old.0.checked_sub(start));
        let old_leaves = old.and_then(|old| leaves.get(..usize::try_from(old).ok()?));
        if let Some(old_leaves) = old_leaves {
            let mut tree = self.tree.clone();
            old_leaves.iter().for_each(|leaf| tree.push(*leaf));
            self.old_root = tree.root();
        }
        if leaves.len() == usize::from(TILE_WIDTH) {
            let root = complete_root(leaves);
            self.full_tiles.push(root);
            self.tree.push_subtree(8, root);
        } else {
            leaves.iter().for_each(|leaf| self.tree.push(*leaf));
        }
    }
}

/// Checks the tiles of level 1 and up; `row` is what level 1 must hold.
fn check_upper_tiles(
    folder: &dyn Directory,
    size: TreeSize,
    mut row: Vec<Hash>,
) -> Result<(), VerifyError> {
    for level in 1..8 {
        let kind = TileKind::Hashes(level);
        let mut tiles = needed(size).filter(|tile| tile.kind == kind);
        let mut above = Vec::new();
        for hashes in row.chunks(usize::from(TILE_WIDTH)) {
            let tile = tiles.next().expect("needed tiles cover every full tile below");
            check_tile(folder, &tile, hashes)?;
            if tile.width == TILE_WIDTH {
                above.push(complete_root(hashes));
            }
        }
        row = above;
    }
    Ok(())
}

fn check_tile(folder: &dyn Directory, tile: &Tile, computed: &[Hash]) -> Result<(), VerifyError> {
    let held = read_tile(folder, tile, Tile::decode_hashes)?;
    let mut pairs = held.iter().zip(computed);
    match pairs.position(|(held, computed)| held != computed) {
        None => Ok(()),
        Some(place) => Err(VerifyError::TileDiffers(tile.path(), place)),
    }
}

fn read_tile<T>(
    folder: &dyn Directory,
    tile: &Tile,
    decode: impl Fn(&Tile, &[u8]) -> Result<T, TileError>,
) -> Result<T, VerifyError> {
    let path = tile.path();
    let content = folder.read(&path).map_err(unreadable(&path))?;
    decode(tile, &content).map_err(|source| VerifyError::Tile(path, source))
}

fn unreadable(path: &str) -> impl Fn(Unreadable) -> VerifyError {
    move |Unreadable(reason)| VerifyError::Unreadable(path.to_owned(), reason)
}

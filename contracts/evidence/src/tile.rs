//! Tiles: the tree and its leaves as files that never change (C2SP tlog-tiles; SPEC.md 9).

use std::fmt;

use thiserror::Error;

use crate::hash::decode_decimal;
use crate::leaf::{LEAF_BYTES, Leaf, LeafError};
use crate::tree::{HashReader, TreeError, complete_root, leaf_hash};
use crate::{Hash, TreeSize};

/// Hashes or leaves in a full tile.
pub const TILE_WIDTH: u16 = 256;
/// An entry is its length in two bytes and the leaf.
const ENTRY_BYTES: usize = 2 + LEAF_BYTES;
/// The length before every entry, big-endian.
const ENTRY_LENGTH: [u8; 2] = [0, 69];

/// What a tile holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TileKind {
    /// The leaves themselves, each behind its length.
    Entries,
    /// Roots of subtrees of `256^level` leaves; level 0 holds leaf hashes.
    Hashes(u8),
}

/// Names one tile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Tile {
    /// What it holds.
    pub kind: TileKind,
    /// Its place among the tiles of that kind.
    pub index: u64,
    /// How many hashes or leaves: 1 to 256.
    pub width: u16,
}

/// Why a tile's content is refused. Entries count from 0 within the tile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TileError {
    /// That many bytes, not those its width asks for.
    #[error("the tile has {0} bytes and must have {1}; it was cut or lengthened")]
    Length(usize, usize),
    /// A wrong length before that entry.
    #[error("the two length bytes before entry {0} do not say 69; the tile was changed")]
    EntryLength(usize),
    /// That entry is no leaf.
    #[error("entry {0} of the tile is not a leaf")]
    Leaf(usize, #[source] LeafError),
}

impl Tile {
    /// A tile by its path below the log's address, in its one spelling; `None` if it names no tile.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("tile/")?;
        let (kind, rest) = rest.split_once('/')?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => TileKind::Hashes(u8::try_from(decode_decimal(level)?).ok()?),
        };
        let (places, width) = match rest.split_once(".p/") {
            Some((places, width)) => (places, u16::try_from(decode_decimal(width)?).ok()?),
            None => (rest, TILE_WIDTH),
        };
        let digits: String = places.split('/').map(|place| place.trim_start_matches('x')).collect();
        let tile = Self { kind, index: digits.parse().ok()?, width };
        // Written anew it must be the same text: this refuses every other spelling.
        (tile.to_string() == path && (1..=TILE_WIDTH).contains(&width)).then_some(tile)
    }

    /// Its path below the log's address.
    #[must_use]
    pub fn path(&self) -> String {
        self.to_string()
    }

    /// Length of its content in bytes.
    #[must_use]
    pub fn content_bytes(&self) -> usize {
        let item = if self.kind == TileKind::Entries { ENTRY_BYTES } else { 32 };
        usize::from(self.width) * item
    }

    fn check_length(&self, content: &[u8]) -> Result<(), TileError> {
        let (found, expected) = (content.len(), self.content_bytes());
        (found == expected).then_some(()).ok_or(TileError::Length(found, expected))
    }

    /// Reads the leaves of an entries tile.
    ///
    /// # Errors
    /// The content is not exactly as many leaves as the tile is wide.
    pub fn decode_entries(&self, content: &[u8]) -> Result<Vec<Leaf>, TileError> {
        self.each_entry(content, Leaf::parse)
    }

    /// Hashes the leaves of an entries tile, straight from their bytes.
    ///
    /// # Errors
    /// As for `decode_entries`.
    pub fn leaf_hashes(&self, content: &[u8]) -> Result<Vec<Hash>, TileError> {
        self.each_entry(content, |bytes| Leaf::parse(bytes).map(|_| leaf_hash(bytes)))
    }

    fn each_entry<T>(
        &self,
        content: &[u8],
        read: impl Fn(&[u8]) -> Result<T, LeafError>,
    ) -> Result<Vec<T>, TileError> {
        self.check_length(content)?;
        let entries = content.chunks_exact(ENTRY_BYTES).enumerate();
        let leaves = entries.map(|(entry, bytes)| match bytes.split_at(ENTRY_LENGTH.len()) {
            (length, leaf) if length == ENTRY_LENGTH => {
                read(leaf).map_err(|source| TileError::Leaf(entry, source))
            }
            _ => Err(TileError::EntryLength(entry)),
        });
        leaves.collect()
    }

    /// Reads a hash tile.
    ///
    /// # Errors
    /// The content is not exactly as many hashes as the tile is wide.
    pub fn decode_hashes(&self, content: &[u8]) -> Result<Vec<Hash>, TileError> {
        self.check_length(content)?;
        Ok(content.chunks_exact(32).filter_map(Hash::from_slice).collect())
    }
}

/// Its path: `tile/0/x001/234`, `tile/entries/000.p/5`.
impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Entries => write!(f, "tile/entries/")?,
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        // 64 bits are at most seven groups of three digits; all but the last begin with x.
        for group in (1..7).rev() {
            let above = self.index / 1000u64.pow(group);
            if above > 0 {
                write!(f, "x{:03}/", above % 1000)?;
            }
        }
        write!(f, "{:03}", self.index % 1000)?;
        if self.width < TILE_WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

/// The content of an entries tile.
#[must_use]
pub fn encode_entries<'a>(leaves: impl IntoIterator<Item = &'a Leaf>) -> Vec<u8> {
    let leaves = leaves.into_iter().map(Leaf::to_bytes);
    leaves.flat_map(|leaf| ENTRY_LENGTH.into_iter().chain(leaf)).collect()
}

/// The content of a hash tile.
#[must_use]
pub fn encode_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Exactly the tiles a checkpoint of this size needs: entries, then hashes from level 0 up;
/// of each the full ones in order, then the partial one.
pub fn needed(size: TreeSize) -> impl Iterator<Item = Tile> {
    let hashes = (0..8u8).map(move |level| (TileKind::Hashes(level), size.0 >> (8 * level)));
    let rows = std::iter::once((TileKind::Entries, size.0)).chain(hashes);
    rows.flat_map(|(kind, items)| {
        let partial = (items % 256).to_le_bytes()[0];
        let full = (0..items / 256).map(move |index| Tile { kind, index, width: TILE_WIDTH });
        let rest = Tile { kind, index: items / 256, width: u16::from(partial) };
        full.chain((partial > 0).then_some(rest))
    })
}

/// Gives the content of tiles.
pub trait TileReader {
    /// The content of this tile or of a wider one at the same place; `None` if there is neither.
    fn read_tile(&self, tile: &Tile) -> Option<Vec<u8>>;
}

/// The subtree hashes of a log of `size` leaves, by way of its hash tiles.
#[derive(Clone, Debug)]
pub struct TileHashes<R> {
    /// Leaves that the tiles reach to.
    pub size: TreeSize,
    /// Where the tiles are.
    pub tiles: R,
}

impl<R: TileReader> HashReader for TileHashes<R> {
    fn subtree(&self, level: u8, index: u64) -> Result<Hash, TreeError> {
        let missing = TreeError::MissingHash(level, index);
        let (row, height) = (level / 8, level % 8);
        let first = index.checked_mul(1 << height).ok_or_else(|| missing.clone())?;
        let held = (self.size.0 >> (8 * row)).saturating_sub(first & !255).min(256);
        let width = u16::try_from(held).unwrap_or(TILE_WIDTH);
        let tile = Tile { kind: TileKind::Hashes(row), index: first / 256, width };
        let content = self.tiles.read_tile(&tile).ok_or_else(|| missing.clone())?;
        let from = usize::from(first.to_le_bytes()[0]) * 32;
        let hashes = content.get(from..from + (32 << height)).ok_or(missing)?;
        let hashes: Vec<Hash> = hashes.chunks_exact(32).filter_map(Hash::from_slice).collect();
        Ok(complete_root(&hashes))
    }
}

//! Hash tiles: in memory with the hashes within, cached, and as files in the working folder.

mod cache;
mod nodes;
mod store;

pub(crate) use cache::TileCache;
pub(crate) use nodes::{TileNodes, WIDTH};
pub(crate) use store::TileStore;

use lanyard_evidence::tile::{TILE_WIDTH, Tile, TileKind};

/// The full hash tile of that level at that place.
pub(crate) const fn full_hashes(level: u8, index: u64) -> Tile {
    Tile {
        kind: TileKind::Hashes(level),
        index,
        width: TILE_WIDTH,
    }
}

/// The full entries tile at that place.
pub(crate) const fn full_entries(index: u64) -> Tile {
    Tile {
        kind: TileKind::Entries,
        index,
        width: TILE_WIDTH,
    }
}

//! The tiles read last, so that a proof does not go to the disk for each hash.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::TileNodes;

/// 128 tiles of 16 KiB: 2 MiB, the upper levels of any log and the newest 32,000 leaves below.
const TILES: usize = 128;

/// Level and index of a tile.
type Place = (u8, u64);

/// Full hash tiles that were checked against the tile above them.
#[derive(Debug, Default)]
pub(crate) struct TileCache(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// With the time of last use.
    tiles: HashMap<Place, (u64, Arc<TileNodes>)>,
    /// Counts uses.
    now: u64,
}

impl TileCache {
    pub fn get(&self, level: u8, index: u64) -> Option<Arc<TileNodes>> {
        // Whatever panicked elsewhere, each entry is whole.
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.now += 1;
        let now = held.now;
        let (used, tile) = held.tiles.get_mut(&(level, index))?;
        *used = now;
        Some(Arc::clone(tile))
    }

    pub fn put(&self, level: u8, tile: &Arc<TileNodes>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.tiles.len() >= TILES {
            let oldest = held.tiles.iter().min_by_key(|(_, (used, _))| *used);
            let oldest = oldest.map(|(place, _)| *place);
            oldest.map(|place| held.tiles.remove(&place));
        }
        held.now += 1;
        let entry = (held.now, Arc::clone(tile));
        held.tiles.insert((level, tile.index), entry);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let cache = TileCache::default();
        for index in 0..TILES as u64 {
            cache.put(0, &Arc::new(TileNodes::empty(index)));
        }
        assert!(cache.get(0, 0).is_some());
        cache.put(1, &Arc::new(TileNodes::empty(7)));
        assert!(cache.get(0, 0).is_some());
        assert!(cache.get(0, 1).is_none());
        assert_eq!(cache.get(1, 7).unwrap().index, 7);
    }
}

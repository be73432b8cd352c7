//! What one durable write costs on this disk: no commit can be faster.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// Bytes of one write: a page of the store.
const PAGE_BYTES: usize = 4_096;
/// Writes timed.
const WRITES: usize = 400;

/// How long `fdatasync` takes after one page was written.
#[derive(Debug, Clone, Copy)]
pub struct Sync {
    /// Half take no longer.
    pub p50: Duration,
    /// All but one in a hundred take no longer.
    pub p99: Duration,
}

/// Times it in a folder, over a file that has its length already, as a reused log has.
pub fn sync(folder: &Path) -> std::io::Result<Sync> {
    let file = File::create(folder.join("sync"))?;
    let page = [7; PAGE_BYTES];
    let places = (0..64).map(|page| page * PAGE_BYTES as u64);
    for place in places.clone() {
        file.write_all_at(&page, place)?;
    }
    file.sync_all()?;
    let mut times = Vec::with_capacity(WRITES);
    for place in places.cycle().take(WRITES) {
        file.write_all_at(&page, place)?;
        let start = Instant::now();
        file.sync_data()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(Sync {
        p50: times[WRITES / 2],
        p99: times[WRITES * 99 / 100],
    })
}

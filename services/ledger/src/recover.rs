//! Brings the tree up to the journal at start, from the working tiles where they can be trusted.

use std::sync::Arc;

use lanyard_events::Position;
use lanyard_evidence::TreeSize;
use lanyard_evidence::tree::TreeHead;
use lanyard_journal::{Journal, Positions};

use crate::LedgerError;
use crate::edge::{Edge, leaf_of};
use crate::places::Places;
use crate::snapshot::Snapshot;
use crate::tiles::{TileCache, TileStore};

/// Events read at once: large enough that the call does not count, small enough for a few MiB.
const BATCH: u32 = 2048;
/// Events of one tile.
const TILE: u32 = 256;

/// The tree over the whole journal, compared with every head that was signed.
///
/// Leaves whose positions are not known are not taken from tiles, wherever positions are kept.
/// Published tiles were synced, so they are taken by name and length and their roots read; later ones
/// are hashed again from their entries; what follows comes from the journal. Tiles that do not lead
/// to the signed roots, or not to the journal's events, are made anew: the journal decides.
///
/// # Errors
/// `Behind` or `Forked`; the journal cannot be read; a tile cannot be written.
pub(crate) async fn tree_over(
    journal: &dyn Journal,
    (tiles, places): (&TileStore, &Places),
    signed: &[TreeHead],
    published: TreeSize,
) -> Result<Arc<Edge>, LedgerError> {
    let head = journal.head();
    let locked = signed.iter().map(|head| head.size).max();
    // Where a position counts the events up to it, the store need not be read for this.
    let counted = journal.positions() == Positions::Gapless;
    if let Some(locked) = locked.filter(|locked| counted && locked.0 > head.0) {
        let found = TreeSize(head.0);
        return Err(LedgerError::Behind { found, locked });
    }
    let files = (tiles.clone(), places.clone());
    let kept = blocking(move || from_tiles(&files.0, &files.1, published, head)).await?;
    if kept.size().0 > 0 {
        if agrees(journal, &kept, tiles, places).await? {
            let edge = catch_up(journal, kept, tiles, places).await?;
            match check(&edge, tiles, signed) {
                Ok(()) => return Ok(edge),
                Err(error) => tracing::warn!(%error, "the working tiles are not used"),
            }
        }
        tracing::warn!("making every tile anew from the store");
    }
    let edge = catch_up(journal, Edge::default(), tiles, places).await?;
    check(&edge, tiles, signed)?;
    Ok(edge)
}

/// Runs what blocks on the disk or the processor.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LedgerError> + Send + 'static,
) -> Result<T, LedgerError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(LedgerError::Interrupted),
        },
    }
}

/// The tree as far as the working tiles go, and no further than the journal.
fn from_tiles(
    tiles: &TileStore,
    places: &Places,
    published: TreeSize,
    head: Position,
) -> Result<Edge, LedgerError> {
    let known = places.known(head)?;
    let synced = TreeSize(published.0.min(known) / 256 * 256);
    let mut edge = Edge::default();
    if tiles.is_whole(synced) {
        edge = Edge::load(synced, tiles)?.unwrap_or_default();
    }
    while edge.size().0 + 256 <= known {
        let Some(leaves) = tiles.leaves(edge.size().0 / 256)? else {
            break;
        };
        for leaf in leaves {
            edge.push(leaf, tiles)?;
        }
    }
    edge.find_last(places)?;
    Ok(edge)
}

/// Whether the last full tile has the journal's events. A journal that was replaced by another one
/// differs from there back to where the two parted; single changed events are found by
/// `lanyard verify --store`.
async fn agrees(
    journal: &dyn Journal,
    edge: &Edge,
    tiles: &TileStore,
    places: &Places,
) -> Result<bool, LedgerError> {
    let after = edge.size().0 - u64::from(TILE);
    let Some(kept) = tiles.leaves(after / 256)? else {
        return Ok(false);
    };
    let events = journal.read_all(places.reached(after)?, TILE).await?;
    let mut same = events.len() == kept.len();
    for ((event, kept), size) in events.iter().zip(&kept).zip(after + 1..) {
        let position = places.reached(size)?;
        same = same && event.position == position && leaf_of(event)? == *kept;
    }
    Ok(same)
}

/// Follows the journal to its end; one batch is hashed while the next is read.
async fn catch_up(
    journal: &dyn Journal,
    mut edge: Edge,
    tiles: &TileStore,
    places: &Places,
) -> Result<Arc<Edge>, LedgerError> {
    let mut batch = journal.read_all(edge.last(), BATCH).await?;
    while let Some(last) = batch.last() {
        let after = last.position;
        let (tiles, places) = (tiles.clone(), places.clone());
        let follow = blocking(move || {
            edge.follow(&batch, &tiles, &places)?;
            Ok(edge)
        });
        let (followed, next) = tokio::join!(follow, journal.read_all(after, BATCH));
        (edge, batch) = (followed?, next?);
    }
    Ok(Arc::new(edge))
}

/// Compares the tree with what was signed.
fn check(edge: &Arc<Edge>, tiles: &TileStore, signed: &[TreeHead]) -> Result<(), LedgerError> {
    let cache = TileCache::default();
    let tree = Snapshot::new(Arc::clone(edge), tiles, &cache);
    for head in signed {
        let (found, locked) = (edge.size(), head.size);
        if found < locked {
            return Err(LedgerError::Behind { found, locked });
        }
        if tree.head_at(locked)? != *head {
            return Err(LedgerError::Forked { size: locked });
        }
    }
    Ok(())
}

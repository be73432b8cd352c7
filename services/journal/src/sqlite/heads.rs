//! Heads of streams in memory: an expected revision mostly needs no query, and neither does asking
//! a stream for what has come since when nothing has.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lanyard_events::{Revision, StreamId};

/// Heads remembered per generation: about 4 MiB each, more than the open matters of a large trust.
pub(super) const HEADS: usize = 65_536;

/// Heads that the writer keeps and the readers look at.
///
/// A head is never behind what is committed; while a batch is being written it may be ahead.
#[derive(Debug, Clone)]
pub(super) struct SharedHeads(Arc<Mutex<Heads>>);

impl SharedHeads {
    pub(super) fn new(most: usize) -> Self {
        Self(Arc::new(Mutex::new(Heads::new(most))))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Heads> {
        // Nothing in there can be left half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Two generations: when the young one is full it becomes the old one and the old one is dropped.
/// A stream in use moves back to the young generation, so the busy ones stay at no bookkeeping cost.
#[derive(Debug)]
pub(super) struct Heads {
    young: HashMap<StreamId, Revision>,
    old: HashMap<StreamId, Revision>,
    /// Most streams of one generation.
    most: usize,
    epoch: Epoch,
}

/// Goes on whenever something remembered is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Epoch(u64);

impl Heads {
    pub(super) fn new(most: usize) -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
            most,
            epoch: Epoch(0),
        }
    }

    /// Revision of the stream's last event, if it is remembered.
    pub(super) fn get(&self, stream: &StreamId) -> Option<Revision> {
        self.young
            .get(stream)
            .or_else(|| self.old.get(stream))
            .copied()
    }

    /// Remembers a head.
    pub(super) fn set(&mut self, stream: StreamId, revision: Revision) {
        if self.young.len() >= self.most && !self.young.contains_key(&stream) {
            self.old = std::mem::take(&mut self.young);
            self.epoch.0 += 1;
        }
        self.young.insert(stream, revision);
    }

    /// Forgets all: after a rollback nothing remembered can be relied on.
    pub(super) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
        self.epoch.0 += 1;
    }

    /// To be taken before a read whose outcome is to be remembered.
    pub(super) const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Remembers what a read found, unless the writer knows better: whatever it has written since
    /// the epoch was taken is still here.
    pub(super) fn learn(&mut self, stream: StreamId, revision: Revision, epoch: Epoch) {
        if epoch == self.epoch && self.get(&stream).is_none() {
            self.set(stream, revision);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_events::StreamKind;
    use uuid::Uuid;

    fn stream(n: u128) -> StreamId {
        StreamId::new(StreamKind::Case, Uuid::from_u128(n))
    }

    #[test]
    fn memory_is_bounded_and_the_newest_heads_stay() {
        let mut heads = Heads::new(10);
        for n in 0..1_000 {
            heads.set(stream(n), Revision(1));
        }
        assert!(heads.young.len() + heads.old.len() <= 20);
        assert_eq!(heads.get(&stream(999)), Some(Revision(1)));
        assert_eq!(heads.get(&stream(990)), Some(Revision(1)));
        assert_eq!(heads.get(&stream(0)), None);
    }

    #[test]
    fn the_newer_revision_wins_over_the_old_generation() {
        let mut heads = Heads::new(1);
        heads.set(stream(1), Revision(0));
        heads.set(stream(2), Revision(0));
        heads.set(stream(1), Revision(1));
        assert_eq!(heads.get(&stream(1)), Some(Revision(1)));
        heads.clear();
        assert_eq!(heads.get(&stream(1)), None);
    }

    #[test]
    fn a_read_never_overtakes_the_writer() {
        let mut heads = Heads::new(10);
        let before = heads.epoch();
        heads.learn(stream(1), Revision(3), before);
        assert_eq!(heads.get(&stream(1)), Some(Revision(3)));
        heads.set(stream(2), Revision(8));
        heads.learn(stream(2), Revision(7), before);
        assert_eq!(heads.get(&stream(2)), Some(Revision(8)), "written since");
        heads.clear();
        heads.learn(stream(2), Revision(7), before);
        assert_eq!(heads.get(&stream(2)), None, "written since, and forgotten");
    }
}

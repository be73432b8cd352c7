//! Heads of streams in memory, so that an expected revision mostly needs no query.

use std::collections::HashMap;

use lanyard_events::{Revision, StreamId};

/// Two generations: when the young one is full it becomes the old one and the old one is dropped.
/// A stream in use moves back to the young generation, so the busy ones stay at no bookkeeping cost.
#[derive(Debug)]
pub(super) struct Heads {
    young: HashMap<StreamId, Revision>,
    old: HashMap<StreamId, Revision>,
    /// Most streams of one generation.
    most: usize,
}

impl Heads {
    pub(super) fn new(most: usize) -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
            most,
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
        }
        self.young.insert(stream, revision);
    }

    /// Forgets all: after a rollback nothing remembered can be relied on.
    pub(super) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
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
}

//! The newest events in memory: whoever follows the live tail reads them from here, not from the
//! file, so that every loop of a process does not decode every row again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lanyard_events::{Position, Recorded};

/// Bytes kept: some seconds of the highest load, so that a follower who is a little late still
/// finds them here.
pub(super) const RECENT_BYTES: usize = 4 << 20;
/// Bytes of an event besides its box and commitments.
const EVENT_BYTES: usize = 400;

/// Durable events without a gap up to the newest, shared by the writer and the readers.
#[derive(Debug, Clone)]
pub(super) struct Recent(Arc<Mutex<Kept>>);

#[derive(Debug)]
struct Kept {
    events: VecDeque<Recorded>,
    bytes: usize,
    most: usize,
}

impl Recent {
    pub(super) fn new(most: usize) -> Self {
        Self(Arc::new(Mutex::new(Kept {
            events: VecDeque::new(),
            bytes: 0,
            most,
        })))
    }

    /// Adds what was just committed, in order.
    pub(super) fn add(&self, committed: Vec<Recorded>) {
        let mut kept = self.lock();
        for recorded in committed {
            let follows = kept
                .events
                .back()
                .is_none_or(|last| Some(last.position.0) == recorded.position.0.checked_sub(1));
            if !follows {
                kept.events.clear();
                kept.bytes = 0;
            }
            kept.bytes += bytes_of(&recorded);
            kept.events.push_back(recorded);
        }
        while kept.bytes > kept.most
            && let Some(oldest) = kept.events.pop_front()
        {
            kept.bytes -= bytes_of(&oldest);
        }
    }

    /// Forgets all: what is in the file is not known for certain.
    pub(super) fn clear(&self) {
        let mut kept = self.lock();
        kept.events.clear();
        kept.bytes = 0;
    }

    /// Events after a position, at most so many; none where the file has to be read.
    pub(super) fn after(&self, after: Position, limit: u32) -> Option<Vec<Recorded>> {
        let kept = self.lock();
        let first = kept.events.front()?.position.0;
        let skipped = usize::try_from(after.0.checked_add(1)?.checked_sub(first)?).ok()?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if skipped >= kept.events.len() {
            return None;
        }
        Some(
            kept.events
                .iter()
                .skip(skipped)
                .take(limit)
                .cloned()
                .collect(),
        )
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // Nothing in there can be left half done: a position that does not follow empties it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bytes_of(recorded: &Recorded) -> usize {
    let sealed = recorded.event.sealed_box.as_ref();
    EVENT_BYTES
        + recorded.event.commitments.len()
        + sealed.map_or(0, |sealed| sealed.ciphertext.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::Revision;

    use super::*;
    use crate::contract::{sealed, stream};

    fn recorded(position: u64) -> Recorded {
        Recorded {
            position: Position(position),
            recorded_minute: 1,
            not_before: [0; 32],
            event: sealed(stream(1), Revision(position - 1)),
        }
    }

    fn positions(read: Option<Vec<Recorded>>) -> Option<Vec<u64>> {
        Some(read?.iter().map(|recorded| recorded.position.0).collect())
    }

    #[test]
    fn what_follows_a_position_is_given_in_order_and_no_more_than_asked() {
        let recent = Recent::new(RECENT_BYTES);
        assert_eq!(positions(recent.after(Position(0), 10)), None);
        recent.add((4..=9).map(recorded).collect());
        assert_eq!(positions(recent.after(Position(3), 2)), Some(vec![4, 5]));
        assert_eq!(positions(recent.after(Position(7), 10)), Some(vec![8, 9]));
    }

    #[test]
    fn what_is_older_or_newer_is_left_to_the_file() {
        let recent = Recent::new(RECENT_BYTES);
        recent.add((4..=9).map(recorded).collect());
        assert_eq!(positions(recent.after(Position(2), 10)), None);
        assert_eq!(positions(recent.after(Position(9), 10)), None);
        assert_eq!(positions(recent.after(Position(20), 10)), None);
    }

    #[test]
    fn events_that_do_not_follow_take_the_place_of_all_before() {
        let recent = Recent::new(RECENT_BYTES);
        recent.add((1..=3).map(recorded).collect());
        recent.add(vec![recorded(5)]);
        assert_eq!(positions(recent.after(Position(2), 10)), None);
        assert_eq!(positions(recent.after(Position(4), 10)), Some(vec![5]));
    }

    #[test]
    fn memory_is_bounded_and_the_newest_stay() {
        let recent = Recent::new(10 * bytes_of(&recorded(1)));
        for position in 1..=1_000 {
            recent.add(vec![recorded(position)]);
        }
        assert!(recent.lock().events.len() <= 12);
        assert_eq!(
            positions(recent.after(Position(999), 10)),
            Some(vec![1_000])
        );
    }
}

//! Copying: the history of a store, recorded in another one, is the same store again.

use std::sync::Arc;

use lanyard_events::{Position, Revision};

use super::{ManualStamp, Subject, append, command, recorded, stream};
use crate::history::History;
use crate::port::{Answering, Journal, Outcome, Stamp};
use crate::replay::Replay;

/// One store under test, and room for another of its kind.
pub trait Copied: Subject {
    /// Opens the other one, which is empty.
    fn open_another(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>>;
    /// All of the first.
    fn history(&self) -> Answering<'_, History>;
}

/// Events, positions, minutes, boxes, commands and their notes; a repeat finds its first answer.
pub async fn a_copied_store_is_the_same_store(subject: &dyn Copied) {
    let stamp = ManualStamp::standing();
    let journal = subject.open(stamp.clone()).await;
    for n in 1..=30 {
        recorded(&*journal, append(stream(n), None, command(n), 3)).await;
        recorded(&*journal, append(stream(n), Some(2), command(1_000 + n), 1)).await;
        if n % 7 == 0 {
            stamp.advance_millis(61_000);
        }
    }
    let replay = Replay::default();
    let copy = subject.open_another(replay.stamp()).await;
    let history = subject.history().await;
    // What is recorded meanwhile is not in it.
    recorded(&*journal, append(stream(99), None, command(99), 1)).await;
    let head = replay.record(history, &*copy).await.unwrap();

    assert_eq!(head, Position(120));
    assert_eq!(copy.head(), head);
    let all = journal.read_all(Position(0), 120).await.unwrap();
    assert_eq!(copy.read_all(Position(0), 1_000).await.unwrap(), all);
    for n in [1, 30, 1_001, 1_030] {
        let kept = journal.command(command(n)).await.unwrap();
        assert!(kept.is_some());
        assert_eq!(copy.command(command(n)).await.unwrap(), kept, "{n}");
    }
    let again = copy.append(append(stream(1), None, command(1), 3)).await;
    assert!(matches!(again.unwrap(), Outcome::Replayed { place, .. } if place.last == Position(3)));
    let next = recorded(&*copy, append(stream(1), Some(3), command(2_000), 1)).await;
    assert_eq!((next.first, next.revision), (Position(121), Revision(4)));
}

/// A copy is made in an empty store only.
pub async fn a_history_is_not_recorded_over_another(subject: &dyn Copied) {
    let journal = subject.open(ManualStamp::standing()).await;
    recorded(&*journal, append(stream(1), None, command(1), 2)).await;
    let replay = Replay::default();
    let other = subject.open_another(replay.stamp()).await;
    recorded(&*other, append(stream(2), None, command(2), 1)).await;
    let history = subject.history().await;
    assert!(replay.record(history, &*other).await.is_err());
}

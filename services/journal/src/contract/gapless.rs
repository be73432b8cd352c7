//! What SQL stores promise besides: positions from 1 without a gap.

use lanyard_events::Position;
use tokio::task::JoinSet;

use super::{Subject, append, command, opened, recorded, stream};
use crate::error::{JournalError, Malformed};
use crate::port::{Outcome, Positions};

/// Sixty-four writers, appends of one to three events.
pub async fn positions_have_no_gap_under_64_writers(subject: &dyn Subject) {
    const APPENDS: u64 = 20;
    let journal = opened(subject).await;
    let mut writers = JoinSet::new();
    for writer in 0..64 {
        let journal = journal.clone();
        writers.spawn(async move {
            let (mut expected, mut places) = (None, Vec::new());
            for n in 0..APPENDS {
                let command = command(writer * APPENDS + n);
                let sent = append(stream(writer), expected, command, n % 3 + 1);
                let place = recorded(&*journal, sent).await;
                expected = Some(place.revision.0);
                places.extend(place.first.0..=place.last.0);
            }
            places
        });
    }
    let mut places: Vec<u64> = writers.join_all().await.concat();
    places.sort_unstable();
    assert_eq!(places, (1..=journal.head().0).collect::<Vec<_>>());
    let read = journal.read_all(Position(0), 10_000).await.unwrap();
    let positions: Vec<_> = read.iter().map(|r| r.position.0).collect();
    assert_eq!(positions, places);
    assert_eq!(journal.positions(), Positions::Gapless);
}

/// Refused, replayed, expired and malformed appends take no position.
pub async fn refusals_leave_no_gap(subject: &dyn Subject) {
    let journal = opened(subject).await;
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    let now = super::ManualStamp::standing().shown();
    let mut expired = append(stream(1), Some(0), command(2), 3);
    expired.expires_at = Some(now);
    for refused in [
        append(stream(1), Some(7), command(3), 3),
        append(stream(1), None, command(1), 1),
        expired,
    ] {
        let outcome = journal.append(refused).await.unwrap();
        assert!(!matches!(outcome, Outcome::Recorded(_)));
    }
    let place = recorded(&*journal, append(stream(1), Some(0), command(4), 2)).await;
    assert_eq!((place.first, place.last), (Position(2), Position(3)));
}

/// A second event with the same id is an error of the caller, and the rest of its batch goes on.
pub async fn an_event_id_is_recorded_once(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let first = append(stream(1), None, command(1), 1);
    recorded(&*journal, first.clone()).await;
    let mut copy = append(stream(2), None, command(2), 2);
    copy.events[1].envelope.id = first.events[0].envelope.id;
    let mut writers = JoinSet::new();
    for n in 10..20 {
        let journal = journal.clone();
        writers.spawn(async move {
            recorded(&*journal, append(stream(n), None, command(n), 1)).await;
        });
    }
    let refused = journal.append(copy).await.unwrap_err();
    assert!(matches!(
        refused,
        JournalError::Malformed(Malformed::EventIdUsed)
    ));
    writers.join_all().await;
    assert_eq!(journal.head(), Position(11));
    assert_eq!(journal.command(command(2)).await.unwrap(), None);
    recorded(&*journal, append(stream(2), None, command(2), 1)).await;
}

//! Appending: order, expected revisions, all or nothing.

use lanyard_events::{At, Position, Revision};
use tokio::task::JoinSet;

use super::{ManualStamp, Subject, append, command, opened, recorded, sealed, stream};
use crate::error::{JournalError, Malformed};
use crate::port::{Append, Outcome, Refused, Stamp};

/// Every field, with box and without, in order.
pub async fn events_come_back_as_they_were_appended(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let sent = append(stream(1), None, command(1), 7);
    let place = recorded(&*journal, sent.clone()).await;
    assert_eq!(place.revision, Revision(6));
    let read = journal
        .read_stream(stream(1), Revision(0), 100)
        .await
        .unwrap();
    let events: Vec<_> = read.iter().map(|recorded| recorded.event.clone()).collect();
    assert_eq!(events, sent.events);
    assert_eq!(read[0].position, place.first);
    assert_eq!(read[6].position, place.last);
    assert!(read.is_sorted_by(|a, b| a.position < b.position));
    assert_eq!(journal.read_all(Position(0), 100).await.unwrap(), read);
}

/// Exact is recorded; behind and ahead are refused, however near.
pub async fn a_stream_grows_only_from_where_it_was_expected_to_be(subject: &dyn Subject) {
    let journal = opened(subject).await;
    recorded(&*journal, append(stream(1), None, command(1), 3)).await;
    let actual = Some(Revision(2));
    for (n, wrong) in [(2, Some(1)), (3, Some(3)), (4, Some(0)), (5, None)] {
        let outcome = journal
            .append(append(stream(1), wrong, command(n), 1))
            .await;
        let conflict = Outcome::Refused(Refused::Conflict { actual });
        assert_eq!(outcome.unwrap(), conflict, "expected {wrong:?}");
    }
    let place = recorded(&*journal, append(stream(1), Some(2), command(6), 1)).await;
    assert_eq!(place.revision, Revision(3));
}

/// Two new streams do not meet; the same one twice does.
pub async fn a_new_stream_must_not_be_there(subject: &dyn Subject) {
    let journal = opened(subject).await;
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    recorded(&*journal, append(stream(2), None, command(2), 1)).await;
    let again = journal.append(append(stream(1), None, command(3), 1)).await;
    let actual = Some(Revision(0));
    assert_eq!(
        again.unwrap(),
        Outcome::Refused(Refused::Conflict { actual })
    );
}

/// Of a stream that is not there: none.
pub async fn a_conflict_tells_where_the_stream_is(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let outcome = journal
        .append(append(stream(1), Some(4), command(1), 1))
        .await;
    let actual = None;
    assert_eq!(
        outcome.unwrap(),
        Outcome::Refused(Refused::Conflict { actual })
    );
    assert_eq!(journal.head(), Position(0));
}

/// A refused append of many events leaves none of them.
pub async fn an_append_of_many_events_is_whole_or_nothing(subject: &dyn Subject) {
    let journal = opened(subject).await;
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    let before = journal.read_all(Position(0), 100).await.unwrap();
    let outcome = journal
        .append(append(stream(1), Some(5), command(2), 20))
        .await;
    assert!(matches!(outcome.unwrap(), Outcome::Refused(_)));
    assert_eq!(journal.read_all(Position(0), 100).await.unwrap(), before);
    let place = recorded(&*journal, append(stream(1), Some(0), command(3), 20)).await;
    assert_eq!(place.revision, Revision(20));
    let after = journal.read_all(Position(0), 100).await.unwrap();
    assert_eq!(after.len(), 21);
}

/// What cannot be right is an error of the caller, found before the store is touched.
pub async fn a_malformed_append_is_refused_and_changes_nothing(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let good = append(stream(1), None, command(1), 2);
    let bad = |change: fn(&mut Append)| {
        let mut bad = good.clone();
        change(&mut bad);
        bad
    };
    let cases = [
        (bad(|a| a.events.clear()), Malformed::NoEvents),
        (
            bad(|a| a.events[1].envelope.stream = stream(2)),
            Malformed::OtherStream,
        ),
        (bad(|a| a.events.swap(0, 1)), Malformed::OtherRevision),
        (
            bad(|a| a.events[1] = sealed(a.stream, Revision(2))),
            Malformed::OtherRevision,
        ),
        (
            bad(|a| a.events[1].envelope.prev = None),
            Malformed::Unchained,
        ),
        (
            bad(|a| a.events[0].envelope.prev = Some([0; 32])),
            Malformed::Unchained,
        ),
        (
            bad(|a| a.events[0].commitments.truncate(33)),
            Malformed::Commitments,
        ),
        (
            bad(|a| a.events[0].commitments.clear()),
            Malformed::Commitments,
        ),
    ];
    for (bad, why) in cases {
        let refused = journal.append(bad).await.unwrap_err();
        assert!(matches!(refused, JournalError::Malformed(found) if found == why));
    }
    assert_eq!(journal.head(), Position(0));
    recorded(&*journal, good).await;
}

/// Sixteen writers on one stream, each going on from what the conflict told it.
pub async fn one_writer_wins_each_revision_of_a_busy_stream(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let mut writers = JoinSet::new();
    for writer in 0..16 {
        let journal = journal.clone();
        writers.spawn(async move {
            let (mut expected, mut won) = (None, 0);
            for attempt in 0.. {
                let command = command(1_000 * writer + attempt);
                let sent = append(stream(1), expected.map(|r: Revision| r.0), command, 1);
                match journal.append(sent).await.unwrap() {
                    Outcome::Recorded(place) => {
                        assert_eq!(place.revision, Revision::after(expected));
                        expected = Some(place.revision);
                        won += 1;
                    }
                    Outcome::Refused(Refused::Conflict { actual }) => expected = actual,
                    other @ (Outcome::Replayed { .. } | Outcome::Refused(_)) => panic!("{other:?}"),
                }
                if won == 5 {
                    break;
                }
            }
        });
    }
    writers.join_all().await;
    let read = journal.read_stream(stream(1), Revision(0), 1_000).await;
    let revisions: Vec<_> = read
        .unwrap()
        .iter()
        .map(|recorded| recorded.event.envelope.revision.0)
        .collect();
    assert_eq!(revisions, (0..80).collect::<Vec<_>>());
}

/// Minute and newest witnessed root are the recorder's, at the time of the append.
pub async fn the_recorders_clock_and_checkpoint_are_stored_with_the_event(subject: &dyn Subject) {
    let stamp = ManualStamp::standing();
    let journal = subject.open(stamp.clone()).await;
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    stamp.advance_millis(3 * 60_000);
    recorded(&*journal, append(stream(1), Some(0), command(2), 1)).await;
    let read = journal.read_all(Position(0), 10).await.unwrap();
    let now: At = stamp.now();
    assert_eq!(read[1].recorded_minute, now.minute());
    assert_eq!(read[0].recorded_minute, now.minute() - 3);
    assert_eq!(read[0].not_before, stamp.not_before());
}

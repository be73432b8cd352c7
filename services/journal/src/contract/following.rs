//! The live tail: a reader who follows it has everything, once, in order.

use std::collections::BTreeSet;

use lanyard_events::{Position, Recorded, Revision};
use tokio::task::JoinSet;

use super::{Subject, append, command, opened, recorded, stream};

/// Sixteen writers against a reader with small pages who waits only on the tail.
pub async fn the_live_tail_misses_nothing_and_repeats_nothing_under_load(subject: &dyn Subject) {
    const WRITERS: u64 = 16;
    const APPENDS: u64 = 30;
    let journal = opened(subject).await;
    let mut tail = journal.watch();
    let follower = tokio::spawn({
        let journal = journal.clone();
        async move {
            let mut read: Vec<Recorded> = Vec::new();
            while read.len() as u64 != WRITERS * APPENDS {
                let after = read.last().map_or(Position(0), |last| last.position);
                let page = journal.read_all(after, 7).await.unwrap();
                if page.is_empty() {
                    tail.wait_for(|head| *head > after).await.unwrap();
                }
                read.extend(page);
            }
            read
        }
    });
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let journal = journal.clone();
        writers.spawn(async move {
            for n in 0..APPENDS {
                let command = command(writer * APPENDS + n);
                let sent = append(stream(writer), n.checked_sub(1), command, 1);
                recorded(&*journal, sent).await;
            }
        });
    }
    writers.join_all().await;
    let followed = follower.await.unwrap();
    assert!(followed.is_sorted_by(|a, b| a.position < b.position));
    let ids: BTreeSet<_> = followed.iter().map(|r| r.event.envelope.id).collect();
    assert_eq!(ids.len(), followed.len());
    for writer in 0..WRITERS {
        let of_one = followed
            .iter()
            .filter(|r| r.event.envelope.stream == stream(writer));
        let revisions: Vec<_> = of_one.map(|r| r.event.envelope.revision).collect();
        assert_eq!(revisions, (0..APPENDS).map(Revision).collect::<Vec<_>>());
    }
    assert_eq!(
        journal.read_all(Position(0), 10_000).await.unwrap(),
        followed
    );
}

/// Whoever is answered finds the head there, and the events behind it readable.
pub async fn the_head_is_known_before_the_answer(subject: &dyn Subject) {
    let journal = opened(subject).await;
    for n in 0..20 {
        let place = recorded(&*journal, append(stream(n), None, command(n), 2)).await;
        assert_eq!(journal.head(), place.last);
        assert_eq!(*journal.watch().borrow(), place.last);
        let read = journal.read_stream(stream(n), Revision(0), 10).await;
        assert_eq!(read.unwrap().len(), 2);
    }
}

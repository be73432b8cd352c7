//! Reading: pages, order, one event.

use lanyard_events::{EventId, Position, Recorded, Revision};
use uuid::Uuid;

use super::{Subject, append, command, opened, recorded, stream};

/// Pages of three of one stream among two.
pub async fn a_stream_is_read_page_by_page(subject: &dyn Subject) {
    let journal = opened(subject).await;
    for n in 0..10_u64 {
        let expected = n.checked_sub(1);
        recorded(&*journal, append(stream(1), expected, command(2 * n), 1)).await;
        recorded(
            &*journal,
            append(stream(2), expected, command(2 * n + 1), 1),
        )
        .await;
    }
    let mut read: Vec<Recorded> = Vec::new();
    loop {
        let from = Revision(read.len() as u64);
        let page = journal.read_stream(stream(1), from, 3).await.unwrap();
        assert!(page.len() <= 3);
        if page.is_empty() {
            break;
        }
        read.extend(page);
    }
    let revisions: Vec<_> = read.iter().map(|r| r.event.envelope.revision.0).collect();
    assert_eq!(revisions, (0..10).collect::<Vec<_>>());
    assert!(read.iter().all(|r| r.event.envelope.stream == stream(1)));
    let middle = journal.read_stream(stream(1), Revision(4), 2).await;
    assert_eq!(middle.unwrap(), read[4..6]);
}

/// Pages of four over several streams give what one page gives.
pub async fn all_streams_are_read_page_by_page_in_one_order(subject: &dyn Subject) {
    let journal = opened(subject).await;
    for n in 0..7 {
        recorded(&*journal, append(stream(n), None, command(n), n % 3 + 1)).await;
    }
    let whole = journal.read_all(Position(0), 1_000).await.unwrap();
    assert_eq!(whole.len(), 13);
    assert_eq!(whole.last().map(|last| last.position), Some(journal.head()));
    let mut paged: Vec<Recorded> = Vec::new();
    loop {
        let after = paged.last().map_or(Position(0), |last| last.position);
        let page = journal.read_all(after, 4).await.unwrap();
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, whole);
}

/// Each by its own id.
pub async fn an_event_is_found_by_its_id(subject: &dyn Subject) {
    let journal = opened(subject).await;
    recorded(&*journal, append(stream(1), None, command(1), 5)).await;
    for there in journal.read_all(Position(0), 10).await.unwrap() {
        let found = journal.find(there.event.envelope.id).await.unwrap();
        assert_eq!(found, Some(there));
    }
}

/// None in an empty store; afterwards whatever was recorded last, at the head.
pub async fn the_newest_event_is_read_from_the_store(subject: &dyn Subject) {
    let journal = opened(subject).await;
    assert_eq!(journal.newest().await.unwrap(), None);
    for n in 0..4 {
        recorded(&*journal, append(stream(n), None, command(n), n + 1)).await;
        let all = journal.read_all(Position(0), 100).await.unwrap();
        let newest = journal.newest().await.unwrap();
        assert_eq!(newest.as_ref(), all.last());
        assert_eq!(newest.map(|it| it.position), Some(journal.head()));
    }
}

/// Absent streams, events, commands and places beyond the end are no errors.
pub async fn what_is_not_there_reads_as_empty(subject: &dyn Subject) {
    let journal = opened(subject).await;
    assert_eq!(journal.head(), Position(0));
    recorded(&*journal, append(stream(1), None, command(1), 2)).await;
    let nobody = EventId::new(Uuid::from_u128(1));
    assert_eq!(journal.find(nobody).await.unwrap(), None);
    assert_eq!(journal.command(command(2)).await.unwrap(), None);
    for (of, from) in [(stream(2), 0), (stream(1), 2), (stream(1), u64::MAX)] {
        let read = journal.read_stream(of, Revision(from), 10).await.unwrap();
        assert_eq!(read, []);
    }
    for after in [journal.head(), Position(u64::MAX)] {
        assert_eq!(journal.read_all(after, 10).await.unwrap(), []);
    }
    assert_eq!(journal.read_all(Position(0), 0).await.unwrap(), []);
}

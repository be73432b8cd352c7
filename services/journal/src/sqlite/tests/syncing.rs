//! Nothing is shown or answered before it is durable.

use std::sync::Arc;

use lanyard_events::{EventId, Position, Revision};

use super::{Folder, open};
use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::error::JournalError;
use crate::port::{Journal, Outcome};
use crate::sqlite::{SqliteJournal, Step, StoredEvents};

/// Waits until so many events are committed, which another connection to the file can see.
async fn committed(folder: &Folder, events: usize) {
    let stored = StoredEvents::open(&folder.file()).unwrap();
    while stored.read_all(Position(0), 100).unwrap().len() < events {
        tokio::task::yield_now().await;
    }
}

fn second_append(
    journal: &Arc<SqliteJournal>,
) -> tokio::task::JoinHandle<Result<Outcome, JournalError>> {
    let journal = Arc::clone(journal);
    let second = append(stream(1), Some(0), command(2), 2);
    tokio::spawn(async move { journal.append(second).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(clippy::await_holding_lock, reason = "the gate is what the test holds")]
async fn what_is_committed_but_not_durable_is_neither_answered_nor_shown() {
    let folder = Folder::new();
    let journal = Arc::new(open(&folder.file(), ManualStamp::standing()));
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    let gate = journal.hold_syncs();
    let second = second_append(&journal);
    committed(&folder, 3).await;
    let ids: Vec<EventId> = StoredEvents::open(&folder.file())
        .unwrap()
        .read_all(Position(1), 10)
        .unwrap()
        .iter()
        .map(|recorded| recorded.event.envelope.id)
        .collect();
    assert!(!second.is_finished());
    assert_eq!(journal.head(), Position(1));
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 1);
    assert!(journal.read_all(Position(1), 10).await.unwrap().is_empty());
    let of_stream = journal
        .read_stream(stream(1), Revision(0), 10)
        .await
        .unwrap();
    assert_eq!(of_stream.len(), 1);
    assert_eq!(journal.command(command(2)).await.unwrap(), None);
    assert_eq!(journal.find(ids[0]).await.unwrap(), None);

    drop(gate);
    assert!(matches!(second.await.unwrap(), Ok(Outcome::Recorded(_))));
    assert_eq!(journal.head(), Position(3));
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 3);
    let of_stream = journal
        .read_stream(stream(1), Revision(0), 10)
        .await
        .unwrap();
    assert_eq!(of_stream.len(), 3);
    assert!(journal.command(command(2)).await.unwrap().is_some());
    assert!(journal.find(ids[0]).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(clippy::await_holding_lock, reason = "the gate is what the test holds")]
async fn a_repeat_of_what_is_not_durable_yet_waits_for_it() {
    let folder = Folder::new();
    let journal = Arc::new(open(&folder.file(), ManualStamp::standing()));
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    let gate = journal.hold_syncs();
    let first = second_append(&journal);
    committed(&folder, 3).await;
    let again = second_append(&journal);
    tokio::task::yield_now().await;
    assert!(!first.is_finished() && !again.is_finished());
    drop(gate);
    assert!(matches!(first.await.unwrap(), Ok(Outcome::Recorded(_))));
    assert!(matches!(again.await.unwrap(), Ok(Outcome::Replayed { .. })));
}

/// The disk refuses one sync while three commits wait for it: all three are in doubt, whatever it
/// says afterwards, and the next append settles them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(clippy::await_holding_lock, reason = "the gate is what the test holds")]
async fn after_a_failed_sync_nothing_committed_before_is_called_durable_until_it_is() {
    let folder = Folder::new();
    let journal = Arc::new(open(&folder.file(), ManualStamp::standing()));
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    journal.fail_once(Step::Sync).await;
    let gate = journal.hold_syncs();
    let mut waiting = Vec::new();
    for n in 2..5 {
        let journal = Arc::clone(&journal);
        let one = append(stream(n), None, command(n), 1);
        waiting.push(tokio::spawn(async move { journal.append(one).await }));
        committed(&folder, usize::try_from(n).unwrap()).await;
    }
    drop(gate);
    for one in waiting {
        let answer = one.await.unwrap();
        assert!(
            matches!(answer, Err(JournalError::InDoubt { .. })),
            "{answer:?}"
        );
    }
    assert_eq!(journal.head(), Position(1));
    let place = recorded(&*journal, append(stream(9), None, command(9), 1)).await;
    assert_eq!(place.first, Position(5));
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 5);
    for n in 2..5 {
        let again = journal.append(append(stream(n), None, command(n), 1)).await;
        assert!(matches!(again, Ok(Outcome::Replayed { .. })), "{again:?}");
    }
}

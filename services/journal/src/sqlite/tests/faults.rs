//! Every step of recording fails once, before and after it takes effect. Then: nothing that was
//! acknowledged is lost, nothing that was denied is there, and the store goes on.

use std::sync::Arc;

use lanyard_events::Position;
use tokio::task::JoinSet;

use super::{Folder, SqliteJournal, open};
use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::error::{JournalError, Trouble};
use crate::port::{Journal, Outcome};
use crate::sqlite::Step;

/// How an append must be answered when these steps fail.
#[derive(Debug, PartialEq)]
enum Told {
    Recorded,
    NotRecorded,
    InDoubt,
}

fn told(answer: &Result<Outcome, JournalError>) -> Told {
    match answer {
        Ok(Outcome::Recorded(_)) => Told::Recorded,
        Err(JournalError::Unavailable { .. }) => Told::NotRecorded,
        Err(JournalError::InDoubt { .. }) => Told::InDoubt,
        other => panic!("{other:?}"),
    }
}

/// Steps that fail, the answer, and whether the events are there afterwards.
const CASES: &[(&[Step], Told, bool)] = &[
    (&[Step::Begin], Told::NotRecorded, false),
    (&[Step::Insert], Told::NotRecorded, false),
    (&[Step::BeforeCommit], Told::NotRecorded, false),
    (&[Step::AfterCommit], Told::Recorded, true),
    (&[Step::BeforeCommit, Step::Void], Told::InDoubt, false),
    (&[Step::AfterCommit, Step::Void], Told::InDoubt, true),
    (&[Step::Sync], Told::InDoubt, true),
    // The small commit that takes the failed one's place has to be durable too.
    (&[Step::BeforeCommit, Step::Sync], Told::InDoubt, false),
    (&[Step::AfterCommit, Step::Sync], Told::InDoubt, true),
];

async fn check(journal: &SqliteJournal, there: bool, case: &str) {
    let found = journal.command(command(2)).await.unwrap().is_some();
    assert_eq!(found, there, "{case}");
    let read = journal.read_all(Position(0), 100).await.unwrap();
    assert_eq!(read.len(), if there { 4 } else { 1 }, "{case}");
}

#[tokio::test]
async fn whatever_step_fails_the_answer_is_true_and_the_store_goes_on() {
    for (steps, expected, there) in CASES {
        let case = format!("{steps:?}");
        let folder = Folder::new();
        let journal = open(&folder.file(), ManualStamp::standing());
        recorded(&journal, append(stream(1), None, command(1), 1)).await;
        for step in *steps {
            journal.fail_once(*step).await;
        }
        let answer = journal
            .append(append(stream(1), Some(0), command(2), 3))
            .await;
        assert_eq!(told(&answer), *expected, "{case}");
        // What is in doubt is shown to nobody until it is settled, by the next append or a restart.
        check(&journal, *expected == Told::Recorded, &case).await;
        let again = journal
            .append(append(stream(1), Some(0), command(2), 3))
            .await;
        match again.unwrap() {
            Outcome::Recorded(place) => assert!(!there && place.first == Position(2), "{case}"),
            Outcome::Replayed { place, .. } => {
                assert!(*there && place.last == Position(4), "{case}")
            }
            Outcome::Refused(refused) => panic!("{case}: {refused:?}"),
        }
        let place = recorded(&journal, append(stream(1), Some(3), command(3), 1)).await;
        assert_eq!(
            (place.first, journal.head()),
            (Position(5), Position(5)),
            "{case}"
        );
    }
}

#[tokio::test]
async fn what_was_denied_does_not_come_back_after_a_restart() {
    for (steps, _, there) in CASES {
        let case = format!("{steps:?}");
        let folder = Folder::new();
        let journal = open(&folder.file(), ManualStamp::standing());
        recorded(&journal, append(stream(1), None, command(1), 1)).await;
        for step in *steps {
            journal.fail_once(*step).await;
        }
        let _ = journal
            .append(append(stream(1), Some(0), command(2), 3))
            .await;
        drop(journal);
        let journal = open(&folder.file(), ManualStamp::standing());
        check(&journal, *there, &case).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_commit_fails_its_whole_batch_and_no_other() {
    let folder = Folder::new();
    let journal = Arc::new(open(&folder.file(), ManualStamp::standing()));
    journal.fail_once(Step::BeforeCommit).await;
    let mut writers = JoinSet::new();
    for n in 0..200 {
        let journal = journal.clone();
        writers.spawn(async move {
            let answer = journal.append(append(stream(n), None, command(n), 2)).await;
            (n, told(&answer))
        });
    }
    let mut denied = 0;
    for (n, told) in writers.join_all().await {
        let there = journal.command(command(n)).await.unwrap().is_some();
        assert_eq!(there, told == Told::Recorded, "command {n}");
        denied += usize::from(!there);
    }
    assert!(denied > 0, "one batch failed");
    let read = journal.read_all(Position(0), 1_000).await.unwrap();
    assert_eq!(read.len(), 2 * (200 - denied));
}

#[tokio::test]
async fn a_full_disk_refuses_whole_batches_and_is_no_longer_full_when_there_is_room() {
    let folder = Folder::new();
    let journal = open(&folder.file(), ManualStamp::standing());
    recorded(&journal, append(stream(1), None, command(1), 10)).await;
    let before = journal.read_all(Position(0), 1_000).await.unwrap();
    journal.limit_pages(1).await;
    for n in 0..3 {
        let big = append(stream(2), None, command(2 + n), 100);
        let refused = journal.append(big).await.unwrap_err();
        let full = matches!(
            refused,
            JournalError::Unavailable {
                trouble: Trouble::DiskFull,
                ..
            }
        );
        assert!(full, "{refused:?}");
        assert!(refused.to_string().contains("disk is full"));
    }
    assert_eq!(journal.read_all(Position(0), 1_000).await.unwrap(), before);
    assert_eq!(journal.command(command(2)).await.unwrap(), None);
    journal.limit_pages(u32::MAX / 2).await;
    let place = recorded(&journal, append(stream(2), None, command(2), 100)).await;
    assert_eq!(place.first, Position(11));
}

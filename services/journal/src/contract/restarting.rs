//! Restarting: the store is the only memory.

use lanyard_events::{Position, Revision};
use tokio::task::JoinSet;

use super::{Subject, append, command, opened, recorded, stream};
use crate::error::JournalError;
use crate::port::{Outcome, Refused};

/// Events, head and order.
pub async fn everything_is_there_after_a_restart(subject: &dyn Subject) {
    let journal = opened(subject).await;
    for n in 0..10 {
        recorded(&*journal, append(stream(n), None, command(n), 3)).await;
    }
    let before = journal.read_all(Position(0), 100).await.unwrap();
    let head = journal.head();
    journal.close().await;
    drop(journal);
    let journal = opened(subject).await;
    assert_eq!(journal.head(), head);
    assert_eq!(*journal.watch().borrow(), head);
    assert_eq!(journal.read_all(Position(0), 100).await.unwrap(), before);
    let next = recorded(&*journal, append(stream(20), None, command(20), 1)).await;
    assert!(next.first > head);
}

/// What was in memory before is asked of the store now.
pub async fn commands_and_revisions_outlive_a_restart(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let place = recorded(&*journal, append(stream(1), None, command(1), 2)).await;
    journal.close().await;
    drop(journal);
    let journal = opened(subject).await;
    let again = journal.append(append(stream(1), None, command(1), 2)).await;
    assert!(matches!(again.unwrap(), Outcome::Replayed { place: found, .. } if found == place));
    let mut reused = append(stream(3), None, command(1), 1);
    reused.content = [2; 32];
    let reused = journal.append(reused).await.unwrap();
    assert_eq!(reused, Outcome::Refused(Refused::CommandReused));
    let stale = journal.append(append(stream(1), None, command(2), 1)).await;
    let actual = Some(Revision(1));
    assert_eq!(
        stale.unwrap(),
        Outcome::Refused(Refused::Conflict { actual })
    );
    recorded(&*journal, append(stream(1), Some(1), command(3), 1)).await;
}

/// Of fifty appends at the time of closing, each is recorded and answered, or clearly not taken.
pub async fn closing_records_what_was_asked_and_takes_nothing_more(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let mut writers = JoinSet::new();
    for n in 0..50 {
        let journal = journal.clone();
        writers.spawn(async move {
            let answer = journal.append(append(stream(n), None, command(n), 1)).await;
            (n, answer)
        });
    }
    journal.close().await;
    let answers = writers.join_all().await;
    let late = journal
        .append(append(stream(99), None, command(99), 1))
        .await;
    assert!(matches!(late, Err(JournalError::Closed)));
    let read = journal.read_all(Position(0), 10).await;
    assert!(matches!(read, Err(JournalError::Closed)));
    drop(journal);
    let journal = opened(subject).await;
    for (n, answer) in answers {
        let there = journal.command(command(n)).await.unwrap().is_some();
        match answer {
            Ok(Outcome::Recorded(_)) => assert!(there, "{n} was acknowledged"),
            Err(JournalError::Closed) => assert!(!there, "{n} was not taken"),
            other => panic!("{other:?}"),
        }
    }
}

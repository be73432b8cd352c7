//! The writer's session is ended by the server between two steps of recording.

use lanyard_events::{At, Position};

use super::Database;
use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::error::JournalError;
use crate::port::{Journal, Outcome, Refused};
use crate::postgres::faults::Step;

/// How an append must be answered when the session ends at these steps.
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

/// Steps at which it is cut, the answer, and whether the events are there afterwards. Once is made
/// good over a new connection; twice before the commit is answered as not recorded.
const CASES: &[(&[Step], Told, bool)] = &[
    (&[Step::Begin], Told::Recorded, true),
    (&[Step::Judged], Told::Recorded, true),
    (&[Step::BeforeCommit], Told::Recorded, true),
    (&[Step::AfterCommit], Told::Recorded, true),
    (&[Step::Begin, Step::Begin], Told::NotRecorded, false),
    (&[Step::Judged, Step::Judged], Told::NotRecorded, false),
    (
        &[Step::BeforeCommit, Step::BeforeCommit],
        Told::NotRecorded,
        false,
    ),
    (&[Step::BeforeCommit, Step::Settle], Told::InDoubt, false),
    (&[Step::AfterCommit, Step::Settle], Told::InDoubt, true),
];

#[tokio::test]
async fn wherever_the_session_ends_the_answer_is_true_and_the_store_goes_on() {
    for (steps, expected, there) in CASES {
        let case = format!("{steps:?}");
        let database = Database::new().await;
        let journal = database.journal(ManualStamp::standing()).await;
        recorded(&journal, append(stream(1), None, command(1), 1)).await;
        for step in *steps {
            journal.cut_once(*step).await;
        }
        let sent = append(stream(1), Some(0), command(2), 3);
        let answer = journal.append(sent.clone()).await;
        assert_eq!(told(&answer), *expected, "{case}");
        let found = journal.command(command(2)).await.unwrap().is_some();
        assert_eq!(found, *there, "{case}");
        let events = journal.read_all(Position(0), 100).await.unwrap().len();
        assert_eq!(events, if *there { 4 } else { 1 }, "{case}");
        // The same command again is safe, whatever was told.
        match journal.append(sent).await.unwrap() {
            Outcome::Recorded(_) => assert!(!there, "{case}"),
            Outcome::Replayed { .. } => assert!(there, "{case}"),
            other @ Outcome::Refused(_) => panic!("{case}: {other:?}"),
        }
        recorded(&journal, append(stream(1), Some(3), command(3), 1)).await;
        assert_eq!(journal.head(), Position(5), "{case}");
    }
}

/// The clock goes on by 2 ms at every look: judged in time, late at the commit.
#[tokio::test]
async fn what_expires_between_judging_and_committing_is_left_out() {
    let database = Database::new().await;
    let stamp = ManualStamp::stepping(2);
    let journal = database.journal(stamp.clone()).await;
    let mut late = append(stream(1), None, command(1), 2);
    late.expires_at = Some(At::from_millis(stamp.shown().millis() + 1));
    assert_eq!(
        journal.append(late).await.unwrap(),
        Outcome::Refused(Refused::Expired)
    );
    assert_eq!(journal.command(command(1)).await.unwrap(), None);
    let place = recorded(&journal, append(stream(1), None, command(2), 1)).await;
    assert_eq!(place.first, Position(1));
}

//! The server is killed under load and started again; or it is away, or does not answer.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use lanyard_events::Position;
use lanyard_postgres::testing::{OwnServer, new_database_on};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::error::{JournalError, Trouble};
use crate::port::{Journal, Outcome, Place};
use crate::postgres::PostgresJournal;

/// Rounds of writing and killing.
const ROUNDS: u64 = 4;
/// Concurrent writers of each round.
const WRITERS: u64 = 16;

/// A folder that the server's own user may enter.
fn folder() -> TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).unwrap();
    folder
}

async fn connect(url: &str) -> PostgresJournal {
    PostgresJournal::connect(url, ManualStamp::standing())
        .await
        .unwrap()
}

/// Appends until the first answer that is no place; gives the places and how it ended.
async fn write_until_told_otherwise(
    journal: Arc<PostgresJournal>,
    first: u64,
    done: Arc<AtomicU64>,
) -> (Vec<(u64, Place)>, u64, JournalError) {
    let mut places = Vec::new();
    for number in first.. {
        let sent = append(stream(number), None, command(number), number % 3 + 1);
        match journal.append(sent).await {
            Ok(Outcome::Recorded(place)) => places.push((number, place)),
            Ok(other) => panic!("{other:?}"),
            Err(error) => return (places, number, error),
        }
        done.fetch_add(1, Ordering::SeqCst);
    }
    unreachable!("the numbers do not end")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_acknowledged_and_doubles_nothing() {
    let folder = folder();
    let server = OwnServer::start_in(&folder.path().join("postgres"));
    let url = new_database_on(&server.url()).await;
    let journal = Arc::new(connect(&url).await);
    let mut acknowledged = BTreeMap::new();
    let mut denied = Vec::new();
    for round in 0..ROUNDS {
        let done = Arc::new(AtomicU64::new(0));
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let first = (round * WRITERS + writer) * 100_000;
            writers.spawn(write_until_told_otherwise(
                journal.clone(),
                first,
                done.clone(),
            ));
        }
        while done.load(Ordering::SeqCst) < 200 + 57 * round {
            tokio::task::yield_now().await;
        }
        tokio::task::block_in_place(|| server.crash());
        for (places, number, error) in writers.join_all().await {
            acknowledged.extend(places);
            match error {
                JournalError::Unavailable { .. } => denied.push(number),
                // Honest, and nothing follows from it.
                JournalError::InDoubt { .. } => {}
                other @ (JournalError::Corrupt { .. }
                | JournalError::InUse
                | JournalError::Closed
                | JournalError::Malformed(_)) => panic!("{other:?}"),
            }
        }
        tokio::task::block_in_place(|| server.start());
        // The same store goes on: it was not told that the server is back.
        let number = 50_000_000 + round;
        let place = recorded(&*journal, append(stream(number), None, command(number), 1)).await;
        acknowledged.insert(number, place);
    }
    let read = journal.read_all(Position(0), 1_000_000).await.unwrap();
    let mut streams: BTreeMap<_, u64> = BTreeMap::new();
    for recorded in &read {
        let next = streams.entry(recorded.event.envelope.stream).or_default();
        assert_eq!(recorded.event.envelope.revision.0, *next, "doubled or torn");
        *next += 1;
    }
    for (number, place) in &acknowledged {
        let kept = journal.command(command(*number)).await.unwrap();
        assert_eq!(kept.expect("acknowledged").place, *place);
        let events = place.last.0 - place.first.0 + 1;
        assert_eq!(streams[&stream(*number)], events);
    }
    for number in denied {
        let kept = journal.command(command(number)).await.unwrap();
        assert_eq!(kept, None, "{number} was told not to be recorded");
    }
    let mut tail = journal.watch();
    let newest = read.last().unwrap().position;
    tail.wait_for(|head| *head >= newest).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_away_is_said_to_be_and_taken_up_again() {
    let folder = folder();
    let server = OwnServer::start_in(&folder.path().join("postgres"));
    let url = new_database_on(&server.url()).await;
    let journal = connect(&url).await;
    recorded(&journal, append(stream(1), None, command(1), 2)).await;
    tokio::task::block_in_place(|| server.crash());
    let away = |error: JournalError| {
        let trouble = Trouble::Away;
        assert!(
            matches!(&error, JournalError::Unavailable { trouble: found, .. } if *found == trouble),
            "{error:?}"
        );
    };
    away(
        journal
            .append(append(stream(1), Some(1), command(2), 1))
            .await
            .unwrap_err(),
    );
    away(journal.read_all(Position(0), 10).await.unwrap_err());
    away(journal.command(command(1)).await.unwrap_err());
    assert_eq!(journal.head(), Position(2), "from memory");
    let refused = PostgresJournal::connect(&url, ManualStamp::standing()).await;
    away(refused.unwrap_err());
    tokio::task::block_in_place(|| server.start());
    recorded(&journal, append(stream(1), Some(1), command(2), 1)).await;
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_server_that_takes_connections_and_says_nothing_is_not_waited_for() {
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = mute.local_addr().unwrap().port();
    let url = format!("postgres://keeper:hunter2@127.0.0.1:{port}/events?connect_timeout=1");
    let refused = PostgresJournal::connect(&url, ManualStamp::standing()).await;
    let error = refused.unwrap_err();
    let trouble = Trouble::Away;
    assert!(
        matches!(&error, JournalError::Unavailable { trouble: found, .. } if *found == trouble)
    );
    assert!(!format!("{error:?} {error}").contains("hunter2"));
}

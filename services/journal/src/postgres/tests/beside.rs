//! Several processes over one database: two stores opened apart share nothing but the server.

use std::collections::BTreeSet;
use std::sync::Arc;

use lanyard_events::{Position, Recorded, Revision};
use lanyard_postgres::testing;
use tokio::task::JoinSet;

use super::Database;
use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::port::{Journal, Outcome, Refused};
use crate::postgres::PostgresJournal;

async fn pair(database: &Database) -> [Arc<PostgresJournal>; 2] {
    let one = database.journal(ManualStamp::standing()).await;
    let other = database.journal(ManualStamp::standing()).await;
    [Arc::new(one), Arc::new(other)]
}

/// Reads page by page, waiting only on the live tail.
async fn follow(journal: Arc<PostgresJournal>, events: usize) -> Vec<Recorded> {
    let mut tail = journal.watch();
    let mut read: Vec<Recorded> = Vec::new();
    while read.len() < events {
        let after = read.last().map_or(Position(0), |last| last.position);
        let page = journal.read_all(after, 11).await.unwrap();
        if page.is_empty() {
            tail.wait_for(|head| *head > after).await.unwrap();
        }
        read.extend(page);
    }
    read
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_recorders_share_the_positions_and_both_tails_have_everything() {
    const WRITERS: u64 = 16;
    const APPENDS: u64 = 20;
    let database = Database::new().await;
    let journals = pair(&database).await;
    let events = usize::try_from(WRITERS * APPENDS).unwrap();
    let followers = journals
        .clone()
        .map(|journal| tokio::spawn(follow(journal, events)));
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let journals = journals.clone();
        writers.spawn(async move {
            for n in 0..APPENDS {
                // Each stream goes on now here, now there.
                let journal = &journals[usize::try_from((writer + n) % 2).unwrap()];
                let command = command(writer * APPENDS + n);
                let sent = append(stream(writer), n.checked_sub(1), command, 1);
                recorded(&**journal, sent).await;
            }
        });
    }
    writers.join_all().await;
    for follower in followers {
        let read = follower.await.unwrap();
        let positions: Vec<_> = read.iter().map(|r| r.position.0).collect();
        assert_eq!(positions, (1..=WRITERS * APPENDS).collect::<Vec<_>>());
        let ids: BTreeSet<_> = read.iter().map(|r| r.event.envelope.id).collect();
        assert_eq!(ids.len(), read.len());
    }
}

#[tokio::test]
async fn what_one_recorder_wrote_the_other_judges_by() {
    let database = Database::new().await;
    let [one, other] = pair(&database).await;
    let place = recorded(&*one, append(stream(1), None, command(1), 2)).await;
    let again = other.append(append(stream(1), None, command(1), 2)).await;
    assert!(matches!(again.unwrap(), Outcome::Replayed { place: found, .. } if found == place));
    let stale = other.append(append(stream(1), None, command(2), 1)).await;
    let actual = Some(Revision(1));
    let conflict = Outcome::Refused(Refused::Conflict { actual });
    assert_eq!(stale.unwrap(), conflict);
    recorded(&*other, append(stream(1), Some(1), command(3), 1)).await;
    let stale = one.append(append(stream(1), Some(1), command(4), 1)).await;
    let actual = Some(Revision(2));
    let conflict = Outcome::Refused(Refused::Conflict { actual });
    assert_eq!(stale.unwrap(), conflict);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_transaction_beside_a_reader_skips_nothing() {
    let database = Database::new().await;
    let journal = Arc::new(database.journal(ManualStamp::standing()).await);
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    // A recorder of another process that has written and takes its time to commit.
    let slow = testing::link(&database.0).await;
    slow.batch_execute(
        "BEGIN;
         SELECT position FROM head FOR UPDATE;
         INSERT INTO events SELECT 2, 0, occurred_at, proposed_at, recorded_minute, schema_version,
             gen_random_uuid(), academy, causation, correlation, overlay(stream PLACING '\\xff'
             FROM 17), type, actor, prev, not_before, metadata_seed, commitments
             FROM events WHERE position = 1;
         UPDATE head SET position = 2",
    )
    .await
    .unwrap();
    let behind = tokio::spawn({
        let journal = journal.clone();
        async move { recorded(&*journal, append(stream(2), None, command(2), 1)).await }
    });
    // The one behind waits for the lock: nothing after the gap is to be seen, by anyone.
    let waits = "SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while slow.query_one(waits, &[]).await.unwrap().get::<_, i64>(0) == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 1);
    assert_eq!(journal.head(), Position(1));
    slow.batch_execute("COMMIT").await.unwrap();
    let place = behind.await.unwrap();
    assert_eq!(place.first, Position(3));
    let read = journal.read_all(Position(0), 10).await.unwrap();
    let positions: Vec<_> = read.iter().map(|r| r.position.0).collect();
    assert_eq!(positions, [1, 2, 3]);
}

#[tokio::test]
async fn a_notification_that_is_lost_is_made_up_for() {
    let database = Database::new().await;
    let [one, other] = pair(&database).await;
    let link = testing::link(&database.0).await;
    // Every session but this one: tails and writers lose their connections.
    let cut = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let cut = link.query_one(cut, &[]).await.unwrap();
    assert!(cut.get::<_, i64>(0) >= 2);
    let place = recorded(&*one, append(stream(1), None, command(1), 3)).await;
    let mut tail = other.watch();
    tail.wait_for(|head| *head == place.last).await.unwrap();
}

//! The boxes: kept before the append, deleted when it never came, told apart when lost or erased.

use std::sync::Arc;
use std::time::Duration;

use lanyard_events::{Position, Revision};
use lanyard_eventstore_double::{Fault, Held};
use lanyard_journal::contract::{append, command, recorded, stream};
use lanyard_journal::{Journal, JournalError, Outcome};

use crate::scene::Scene;

async fn rows(scene: &Scene) -> i64 {
    let count = "SELECT count(*) FROM boxes";
    scene
        .boxes()
        .await
        .query_one(count, &[])
        .await
        .unwrap()
        .get(0)
}

#[tokio::test]
async fn a_box_without_an_event_is_deleted_and_the_others_stay() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    recorded(&journal, append(stream(1), None, command(1), 3)).await;
    let refused = journal.append(append(stream(1), None, command(2), 2)).await;
    assert!(matches!(refused.unwrap(), Outcome::Refused(_)));
    assert_eq!(rows(&scene).await, 5);
    let day = Duration::from_secs(24 * 3_600);
    assert_eq!(journal.sweep(day).await.unwrap(), 0);
    assert_eq!(journal.sweep(Duration::ZERO).await.unwrap(), 2);
    assert_eq!(journal.sweep(Duration::ZERO).await.unwrap(), 0);
    assert_eq!(rows(&scene).await, 3);
    let read = journal.read_all(Position(0), 10).await.unwrap();
    let boxed = read.iter().filter(|r| r.event.sealed_box.is_some());
    assert_eq!(boxed.count(), 2);
    assert!(journal.command(command(1)).await.unwrap().is_some());
}

/// An old proposal is delivered again while its left-over box is old enough to go.
#[tokio::test]
async fn a_repeated_append_makes_its_box_young_again() {
    let scene = Scene::new().await;
    let journal = Arc::new(scene.journal().await);
    let sent = append(stream(1), Some(0), command(1), 1);
    let early = journal.append(sent.clone()).await.unwrap();
    assert!(matches!(early, Outcome::Refused(_)));
    let old = "UPDATE boxes SET since = since - interval '2 days'";
    scene.boxes().await.execute(old, &[]).await.unwrap();
    recorded(&*journal, append(stream(1), None, command(2), 1)).await;
    let held = Held::default();
    scene.double.next_append(Fault::Slow(held.clone()));
    let appending = tokio::spawn({
        let journal = journal.clone();
        async move { recorded(&*journal, sent).await }
    });
    held.reached().await;
    let day = Duration::from_secs(24 * 3_600);
    assert_eq!(journal.sweep(day).await.unwrap(), 0);
    held.release();
    appending.await.unwrap();
    let read = journal.read_stream(stream(1), Revision(0), 10).await;
    assert!(read.unwrap()[1].event.sealed_box.is_some());
}

#[tokio::test]
async fn an_erased_box_reads_as_erased_and_a_lost_one_as_damage() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    recorded(&journal, append(stream(2), None, command(2), 1)).await;
    let boxes = scene.boxes().await;
    let erase = "UPDATE boxes SET key_id = NULL, box_salt = NULL, ciphertext = NULL
        WHERE stream = $1";
    let erased = stream(1).to_bytes();
    boxes.execute(erase, &[&erased.as_slice()]).await.unwrap();
    let read = journal.read_stream(stream(1), Revision(0), 1).await;
    assert_eq!(read.unwrap()[0].event.sealed_box, None);
    let lose = "DELETE FROM boxes WHERE stream = $1";
    let lost = stream(2).to_bytes();
    boxes.execute(lose, &[&lost.as_slice()]).await.unwrap();
    let read = journal.read_stream(stream(2), Revision(0), 1).await;
    let damaged = read.unwrap_err();
    assert!(
        matches!(damaged, JournalError::Corrupt { .. }),
        "{damaged:?}"
    );
}

/// Every connection of every recorder is ended by the server, as at a restart.
#[tokio::test]
async fn the_boxes_come_back_after_their_connection_is_lost() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    scene.boxes().await.execute(end, &[]).await.unwrap();
    recorded(&journal, append(stream(2), None, command(2), 1)).await;
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn without_boxes_nothing_is_appended() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    let gone = "DROP TABLE boxes";
    scene.boxes().await.batch_execute(gone).await.unwrap();
    let refused = journal.append(append(stream(1), None, command(1), 1)).await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, JournalError::Unavailable { .. }));
    assert_eq!(scene.written(), 0);
}

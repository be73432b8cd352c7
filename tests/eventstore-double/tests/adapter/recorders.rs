//! Several recorders over one server.

use std::sync::Arc;

use lanyard_journal::contract::{append, command, recorded, stream};
use lanyard_journal::{Append, Journal, JournalError, Malformed, Outcome};
use tokio::task::JoinSet;

use crate::scene::Scene;

/// The answers to the same appends, sent through eight recorders at once.
async fn race(scene: &Scene, sent: impl Fn() -> Append) -> Vec<Outcome> {
    let mut recorders = JoinSet::new();
    for _ in 0..8 {
        let (journal, sent) = (scene.journal().await, sent());
        recorders.spawn(async move { journal.append(sent).await.unwrap() });
    }
    recorders.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_decided_twice_is_recorded_once() {
    let scene = Scene::new().await;
    let answers = race(&scene, || append(stream(1), None, command(1), 2)).await;
    let recorded = answers
        .iter()
        .filter(|answer| matches!(answer, Outcome::Recorded(_)));
    assert_eq!(recorded.count(), 1, "{answers:?}");
    assert_eq!(scene.written(), 2);
}

/// A redelivery: the server answers "written" to every one of them, whatever it did.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_proposal_at_two_recorders_is_recorded_once_at_one_place() {
    let scene = Scene::new().await;
    let sent = append(stream(1), None, command(1), 2);
    let answers = race(&scene, || sent.clone()).await;
    let places: Vec<_> = answers
        .iter()
        .map(|answer| match answer {
            Outcome::Recorded(place) | Outcome::Replayed { place, .. } => *place,
            Outcome::Refused(refused) => panic!("{refused:?}"),
        })
        .collect();
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
    assert_eq!(scene.written(), 2);
}

/// The server would write it: under a right expected revision it does not look at ids.
#[tokio::test]
async fn an_event_id_is_not_used_at_another_place() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    let first = append(stream(1), None, command(1), 1);
    recorded(&journal, first.clone()).await;
    let mut copies = [
        append(stream(2), None, command(2), 1),
        append(stream(1), Some(0), command(3), 1),
        append(stream(3), None, command(4), 2),
    ];
    copies[0].events[0].envelope.id = first.events[0].envelope.id;
    copies[1].events[0].envelope.id = first.events[0].envelope.id;
    copies[2].events[1].envelope.id = copies[2].events[0].envelope.id;
    for copy in copies {
        let refused = journal.append(copy).await.unwrap_err();
        assert!(matches!(
            refused,
            JournalError::Malformed(Malformed::EventIdUsed)
        ));
    }
    assert_eq!(scene.written(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_recorder_wrote_every_reader_sees_in_one_order() {
    let scene = Arc::new(Scene::new().await);
    let reader = scene.journal().await;
    let mut tail = reader.watch();
    let mut writers = JoinSet::new();
    for n in 0..4 {
        let journal = scene.journal().await;
        writers.spawn(async move {
            let mut last = None;
            for revision in 0..10_u64 {
                let sent = append(
                    stream(n),
                    revision.checked_sub(1),
                    command(100 * n + revision),
                    1,
                );
                last = Some(recorded(&journal, sent).await.last);
            }
            last.unwrap()
        });
    }
    let newest = writers.join_all().await.into_iter().max().unwrap();
    tail.wait_for(|head| *head >= newest).await.unwrap();
    let read = reader.read_all(lanyard_events::Position(0), 100).await;
    let read = read.unwrap();
    assert_eq!(read.len(), 40);
    assert!(read.is_sorted_by(|a, b| a.position < b.position));
    assert_eq!(reader.head(), newest);
}

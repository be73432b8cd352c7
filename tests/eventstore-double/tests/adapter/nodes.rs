//! A cluster: the leader moves.

use lanyard_events::Position;
use lanyard_eventstore_double::Node;
use lanyard_journal::contract::{ManualStamp, append, command, recorded, stream};
use lanyard_journal::{EventStoreJournal, Journal, JournalError, Outcome};

use crate::scene::{PATIENCE_MILLIS, Scene};

#[tokio::test]
async fn an_append_refused_by_a_follower_is_made_at_the_leader() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    let second = scene.double.another_node().await;
    scene.double.lead(&second);
    let place = recorded(&journal, append(stream(1), Some(0), command(2), 1)).await;
    assert_eq!(journal.head(), place.last);
    let read = journal.read_all(Position(0), 10).await.unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(scene.written(), 2);
}

/// "Not there" of a node that is behind would let a repeated command through.
#[tokio::test]
async fn a_command_is_looked_for_at_the_leader() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    let second = scene.double.another_node().await;
    scene.double.lead(&second);
    let again = journal.append(append(stream(1), None, command(1), 1)).await;
    assert!(matches!(again.unwrap(), Outcome::Replayed { .. }));
    assert_eq!(scene.written(), 1);
}

#[tokio::test]
async fn with_the_leader_lost_another_node_of_the_cluster_is_found() {
    let scene = Scene::new().await;
    let second = scene.double.another_node().await;
    let url = Node::cluster_url(&[scene.double.first(), &second], PATIENCE_MILLIS);
    let stamp = ManualStamp::standing();
    let journal = EventStoreJournal::connect(&url, &scene.boxes_url, stamp).await;
    let journal = journal.unwrap();
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    scene.double.lead(&second);
    scene.double.first().stop().await;
    let sent = append(stream(1), Some(0), command(2), 1);
    // The client may need longer to find the node than one append waits; a repeat is harmless.
    while let Err(error) = journal.append(sent.clone()).await {
        assert!(
            matches!(
                error,
                JournalError::Unavailable { .. } | JournalError::InDoubt { .. }
            ),
            "{error:?}"
        );
    }
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 2);
    assert_eq!(scene.written(), 2);
}

//! The live tail and the order of everything, with others writing to the same server.

use lanyard_events::Position;
use lanyard_eventstore_double::Noise;
use lanyard_journal::contract::{append, command, recorded, stream};
use lanyard_journal::{Journal, Positions};

use crate::scene::Scene;

#[tokio::test]
async fn the_events_of_the_system_and_of_others_are_passed_over() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    let mut places = Vec::new();
    for n in 0..5 {
        scene.double.write(70, Noise::Others);
        scene.double.write(30, Noise::System);
        places.push(
            recorded(&journal, append(stream(n), None, command(n), 1))
                .await
                .first,
        );
    }
    scene.double.write(5_000, Noise::Others);
    let mut read = Vec::new();
    while let Some(next) = {
        let after = read.last().copied().unwrap_or(Position(0));
        journal.read_all(after, 2).await.unwrap().first().cloned()
    } {
        read.push(next.position);
    }
    assert_eq!(read, places);
    let again = scene.journal().await;
    assert_eq!(again.head(), places[4]);
    assert_eq!(again.positions(), Positions::Ordered);
    let newest = again.newest().await.unwrap();
    assert_eq!(newest.map(|it| it.position), Some(places[4]));
    // A place between two records is none: the server refuses it, and so nothing may ask for one.
    let between = Position(places[1].0 + 1);
    assert!(again.read_all(between, 1).await.is_err());
}

#[tokio::test]
async fn the_tail_goes_on_after_its_subscription_or_its_connection_is_lost() {
    let scene = Scene::new().await;
    let (reader, writer) = (scene.journal().await, scene.journal().await);
    let mut tail = reader.watch();
    for n in 0..6 {
        match n % 3 {
            0 => scene.double.drop_subscriptions(),
            1 => scene.double.cut(),
            _ => {}
        }
        let place = recorded(&writer, append(stream(n), None, command(n), 2)).await;
        let seen = tail.wait_for(|head| *head >= place.last).await;
        assert_eq!(*seen.unwrap(), place.last);
    }
}

#[tokio::test]
async fn a_tail_taken_up_again_begins_at_the_newest_checkpoint() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    assert_eq!(scene.double.subscriptions(1).await, [None]);
    let place = recorded(&journal, append(stream(1), None, command(1), 1)).await;
    scene.double.write(200, Noise::Others);
    scene.double.drop_subscriptions();
    let begun = scene.double.subscriptions(2).await;
    assert!(begun[1] > Some(place.last.0), "{begun:?} after {place:?}");
    assert_eq!(journal.head(), place.last, "a checkpoint is no event");
}

#[tokio::test]
async fn the_tail_goes_on_after_the_server_was_away() {
    let scene = Scene::new().await;
    let reader = scene.journal().await;
    scene.double.subscriptions(1).await;
    scene.double.first().stop().await;
    scene.double.first().start_again().await;
    let writer = scene.journal().await;
    let place = recorded(&writer, append(stream(1), None, command(1), 1)).await;
    let mut tail = reader.watch();
    tail.wait_for(|head| *head >= place.last).await.unwrap();
    assert_eq!(reader.read_all(Position(0), 10).await.unwrap().len(), 1);
}

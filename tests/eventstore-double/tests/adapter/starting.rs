//! Starting with something wrong: refused, with what is wrong in the chain of errors.

use std::error::Error;
use std::sync::Arc;

use lanyard_eventstore_double::Node;
use lanyard_journal::contract::ManualStamp;
use lanyard_journal::{EventStoreJournal, JournalError};

use crate::scene::{PATIENCE_MILLIS, Scene};

async fn refused(url: &str, boxes_url: &str) -> String {
    let stamp: Arc<ManualStamp> = ManualStamp::standing();
    let error = EventStoreJournal::connect(url, boxes_url, stamp).await;
    let error = error.unwrap_err();
    assert!(
        matches!(error, JournalError::Unavailable { .. }),
        "{error:?}"
    );
    let mut chain = error.to_string();
    let mut below: Option<&dyn Error> = error.source();
    while let Some(error) = below {
        chain = format!("{chain}: {error}");
        below = error.source();
    }
    chain
}

#[tokio::test]
async fn a_server_that_is_too_old_is_refused() {
    let scene = Scene::new().await;
    scene.double.set_version("21.2.0");
    let said = refused(&scene.double.first().url(PATIENCE_MILLIS), &scene.boxes_url).await;
    assert!(said.contains("older than EventStoreDB 21.6"), "{said}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_refused() {
    let scene = Scene::new().await;
    scene.double.first().stop().await;
    let said = refused(&scene.double.first().url(PATIENCE_MILLIS), &scene.boxes_url).await;
    assert!(said.contains("no event store answers"), "{said}");
}

#[tokio::test]
async fn a_cluster_without_a_leader_is_refused() {
    let scene = Scene::new().await;
    let second = scene.double.another_node().await;
    scene.double.lead_nobody();
    let nodes = Node::cluster_url(&[scene.double.first(), &second], PATIENCE_MILLIS);
    for url in [scene.double.first().url(PATIENCE_MILLIS), nodes] {
        let said = refused(&url, &scene.boxes_url).await;
        assert!(said.contains("no leader"), "{said}");
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let scene = Scene::new().await;
    let said = refused("http://127.0.0.1:2113", &scene.boxes_url).await;
    assert!(said.contains("write esdb://HOST:2113"), "{said}");
    assert!(said.contains("scheme"), "{said}");
}

#[tokio::test]
async fn boxes_that_are_not_there_are_refused() {
    let scene = Scene::new().await;
    let nowhere = format!("{}_gone", scene.boxes_url);
    let said = refused(&scene.double.first().url(PATIENCE_MILLIS), &nowhere).await;
    assert!(said.contains("the database of boxes"), "{said}");
    assert!(said.contains("does not exist"), "{said}");
}

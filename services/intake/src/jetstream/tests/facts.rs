//! Facts on their way to other systems.

use std::time::Duration;

use async_nats::jetstream::stream::{DiscardPolicy, RetentionPolicy};

use super::info;
use crate::contract::server;
use crate::jetstream::{Outgoing, Sent};

fn fact(n: u32) -> Outgoing {
    Outgoing {
        subject: "trust.academy.opened".to_owned(),
        id: format!("event {n}"),
        content_type: "application/json",
        body: b"{}".to_vec(),
        traceparent: None,
    }
}

#[tokio::test]
async fn facts_are_kept_for_a_week_and_the_oldest_make_room() {
    let connection = server::provisioned().await;
    let config = info(&connection, &connection.names.facts()).await.config;
    assert_eq!(config.retention, RetentionPolicy::Limits);
    assert_eq!(config.discard, DiscardPolicy::Old);
    assert_eq!(config.max_age, Duration::from_secs(7 * 24 * 60 * 60));
    assert_eq!(config.duplicate_window, Duration::from_secs(60 * 60));
    assert!(config.deny_delete && config.deny_purge);
}

#[tokio::test]
async fn a_fact_that_is_told_again_is_there_once_and_said_to_be_a_repeat() {
    let connection = server::provisioned().await;
    let facts: Vec<_> = (0..100).map(fact).collect();
    let sent = connection.tell(&facts).await.unwrap();
    let first = Sent {
        all: 100,
        repeated: 0,
    };
    assert_eq!(sent, first);
    let more: Vec<_> = (90..110).map(fact).collect();
    let sent = connection.tell(&more).await.unwrap();
    let again = Sent {
        all: 20,
        repeated: 10,
    };
    assert_eq!(sent, again);
    let state = info(&connection, &connection.names.facts()).await.state;
    assert_eq!(state.messages, 110);
}

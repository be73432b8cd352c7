//! Whether every server writes through, from their own monitoring.

use crate::contract::server::{self, Server};
use crate::jetstream::{Doubt, Durability, NodeDoubt, durability};

#[tokio::test]
async fn servers_that_write_through_may_promise() {
    let found = durability(&[server::monitor()]).await;
    assert!(found.may_promise(1));
    assert!(
        !found.may_promise(3),
        "one server was asked for three copies"
    );
    assert_eq!(found.to_string(), "1 of 1 NATS servers write through");
}

#[tokio::test]
async fn one_server_that_does_not_takes_the_promise_away() {
    let lazy = Server::with_sync_interval("2m");
    let without = Server::without_jetstream();
    let nobody = "http://127.0.0.1:1".to_owned();
    let monitors = [
        server::monitor(),
        lazy.monitor(),
        without.monitor(),
        nobody.clone(),
    ];
    let found = durability(&monitors).await;
    let doubt = |monitor: &str, doubt| NodeDoubt {
        monitor: monitor.to_owned(),
        doubt,
    };
    let expected = [
        doubt(&lazy.monitor(), Doubt::NotSynced),
        doubt(&without.monitor(), Doubt::NoJetStream),
        doubt(&nobody, Doubt::NoAnswer),
    ];
    assert_eq!(found.doubts, expected);
    assert!(!found.may_promise(1));
    assert!(found.to_string().contains("sync_interval: always"));
}

#[tokio::test]
async fn nobody_asked_promises_nothing() {
    let none: Durability = durability(&[]).await;
    assert!(!none.may_promise(1));
}

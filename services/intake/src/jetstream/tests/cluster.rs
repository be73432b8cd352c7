//! Three servers on loopback, one of them killed under load.

use std::sync::Arc;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::sealed::attempt;
use super::{ends, info, intake_holds};
use crate::contract::server;
use crate::contract::{answer, proposal};
use crate::delivery::Deliveries;
use crate::jetstream::{Limits, connect, durability, provision};
use crate::port::{Answer, Intake, IntakeError};

/// Repeats a command, each time as a new attempt, until it stands.
async fn stands(intake: Arc<dyn Intake>, n: u8) -> Result<Answer, IntakeError> {
    for tried in 0..20 {
        let got = intake.submit(attempt(n, tried)).await;
        if got.is_ok() {
            return got;
        }
    }
    Err(IntakeError::NoAnswer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proposals_go_through_though_the_leading_server_of_three_is_killed() {
    let servers = server::cluster();
    let addresses = servers.iter().map(server::Server::address).collect();
    let connection = connect(&server::settings(addresses)).await.unwrap();
    let limits = Limits {
        replicas: 3,
        ..server::limits()
    };
    let declared = async {
        // JetStream is there once the three have found each other.
        while provision(&connection, &limits).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    timeout(server::PATIENCE, declared).await.unwrap();
    let monitors: Vec<_> = servers.iter().map(server::Server::monitor).collect();
    assert!(durability(&monitors).await.may_promise(3));

    let (intake, mut deliveries) = ends(&connection).await;
    let closer = deliveries.closer();
    let recorder = tokio::spawn(async move {
        while let Some(batch) = deliveries.next_batch(100).await {
            for delivery in batch {
                delivery.reply.send(answer(delivery.proposal.note[0]));
            }
        }
    });
    assert_eq!(intake.submit(proposal(250)).await, Ok(answer(250)));
    let found = info(&connection, &connection.names.intake()).await;
    let leader = found.cluster.and_then(|cluster| cluster.leader).unwrap();
    let leading: usize = leader.trim_start_matches('n').parse().unwrap();

    let mut asking = JoinSet::new();
    for n in 0..60 {
        asking.spawn({
            let intake = Arc::clone(&intake);
            async move { (n, stands(intake, n).await) }
        });
        if n == 20 {
            servers[leading].kill();
        }
    }
    let all = timeout(server::PATIENCE, asking.join_all()).await.unwrap();
    for (n, got) in all {
        assert_eq!(got, Ok(answer(n)), "proposal {n}");
    }
    assert!(!durability(&monitors).await.may_promise(3), "one is away");
    intake_holds(&connection, 0).await;
    closer.close();
    recorder.await.unwrap();
}

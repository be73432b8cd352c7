//! NATS goes away and comes back.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::sealed::expiring;
use super::{batch, ends, intake_holds};
use crate::contract::server::{self, Server};
use crate::contract::{answer, notes, proposal, submitted};
use crate::delivery::Deliveries;
use crate::jetstream::{Connection, JetStreamDeliveries, connect, provision};
use crate::port::{Intake, IntakeError};

async fn on(server: &Server) -> Connection {
    let connection = connect(&server::settings(vec![server.address()]))
        .await
        .unwrap();
    provision(&connection, &server::limits()).await.unwrap();
    connection
}

/// Proposes and answers until it works.
async fn recovered(intake: &dyn Intake, deliveries: &mut JetStreamDeliveries, n: u8) -> Duration {
    let begun = Instant::now();
    let proposing = async { while intake.submit(proposal(n)).await != Ok(answer(n)) {} };
    let recording = async {
        loop {
            for delivery in deliveries.next_batch(10).await.unwrap() {
                delivery.reply.send(answer(delivery.proposal.note[0]));
            }
        }
    };
    let both = async {
        tokio::select! {
            () = proposing => {}
            () = recording => {}
        }
    };
    timeout(server::PATIENCE, both).await.unwrap();
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_nats_a_proposal_is_refused_quickly_and_later_ones_go_through() {
    let server = Server::start();
    let connection = on(&server).await;
    let (intake, mut deliveries) = ends(&connection).await;
    recovered(intake.as_ref(), &mut deliveries, 1).await;
    server.kill();
    let gone = async {
        while connection.is_up() {
            tokio::task::yield_now().await;
        }
    };
    timeout(server::PATIENCE, gone).await.unwrap();
    let begun = Instant::now();
    assert_eq!(intake.submit(proposal(2)).await, Err(IntakeError::Closed));
    assert_eq!(
        intake.submit(expiring(3, 3_000)).await,
        Err(IntakeError::Closed)
    );
    let refused = begun.elapsed();
    assert!(refused < Duration::from_secs(2), "{refused:?}");
    server.resume();
    let took = recovered(intake.as_ref(), &mut deliveries, 4).await;
    assert!(took < Duration::from_secs(10), "{took:?}");
    // What was refused for certain was not sent later.
    intake_holds(&connection, 0).await;
}

/// JetStream has written it down: the recorder may be away, and then the servers too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pending_proposal_survives_a_crash_of_the_server() {
    let server = Server::start();
    let connection = on(&server).await;
    let (intake, mut deliveries) = ends(&connection).await;
    assert_eq!(
        submitted(&intake, 1).await.unwrap(),
        Err(IntakeError::Pending)
    );
    server.kill();
    server.resume();
    let got = batch(&mut deliveries).await;
    assert_eq!(notes(&got), [1]);
    for delivery in got {
        delivery.reply.send(answer(1));
    }
    intake_holds(&connection, 0).await;
}

/// The consumer is deleted under a recorder that is pulling, and declared anew.
#[tokio::test]
async fn a_recorder_whose_consumer_ends_begins_anew() {
    let connection = server::provisioned().await;
    let (intake, mut deliveries) = ends(&connection).await;
    recovered(intake.as_ref(), &mut deliveries, 1).await;
    let stream = connection.names.intake();
    let context = connection.context.clone();
    let replace = async {
        context
            .delete_consumer_from_stream("recorder", &stream)
            .await
            .unwrap();
        provision(&connection, &server::limits()).await.unwrap();
        submitted(&intake, 2).await.unwrap()
    };
    let record = async {
        for delivery in batch(&mut deliveries).await {
            delivery.reply.send(answer(2));
        }
        std::future::pending::<()>().await;
    };
    let got = tokio::select! {
        got = replace => got,
        () = record => unreachable!("it waits"),
    };
    assert_eq!(got, Ok(answer(2)));
}

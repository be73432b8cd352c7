//! Against real servers.

#![allow(clippy::unwrap_used, reason = "tests")]

mod away;
mod behaviours;
mod cluster;
mod durable;
mod facts;
mod parked;
mod provisioned;
mod refused;
mod repeated;
mod sealed;
mod wire;

use std::sync::Arc;

use async_nats::jetstream::stream::Info;

use super::{Connection, JetStreamDeliveries, JetStreamIntake, SendSettings};
use crate::contract::server;
use crate::delivery::{Deliveries, Delivery};
use crate::port::Intake;

/// The recording end, then the proposing end, over one connection.
async fn ends(connection: &Connection) -> (Arc<dyn Intake>, JetStreamDeliveries) {
    let intake = JetStreamIntake::start(connection, SendSettings::default());
    let intake: Arc<dyn Intake> = Arc::new(intake.await.unwrap());
    (intake, JetStreamDeliveries::start(connection))
}

/// The next batch, unless it takes too long.
async fn batch(deliveries: &mut JetStreamDeliveries) -> Vec<Delivery> {
    let next = deliveries.next_batch(100);
    let next = tokio::time::timeout(server::PATIENCE, next).await;
    next.expect("a batch comes in time").unwrap()
}

/// What JetStream says of a stream.
async fn info(connection: &Connection, stream: &str) -> Info {
    let stream = connection.context.get_stream(stream).await.unwrap();
    stream.cached_info().clone()
}

/// Waits until the intake holds so many proposals.
async fn intake_holds(connection: &Connection, messages: u64) {
    let name = connection.names.intake();
    let holds = async {
        while info(connection, &name).await.state.messages != messages {
            tokio::task::yield_now().await;
        }
    };
    let holds = tokio::time::timeout(server::PATIENCE, holds).await;
    holds.unwrap_or_else(|_| panic!("the intake does not come to hold {messages} proposals"));
}

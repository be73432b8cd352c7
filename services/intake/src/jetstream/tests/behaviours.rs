//! The contract suite, and what is by nature otherwise than in one process.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::sealed::{attempt, expiring};
use super::{batch, ends, intake_holds};
use crate::contract::{Ends, Subject, answer, notes, proposal, server, submitted};
use crate::delivery::Deliveries;
use crate::jetstream::{Connection, JetStreamDeliveries, JetStreamIntake, SendSettings};
use crate::port::{Answer, Answering, Intake, IntakeError};

struct Stream(Connection);

impl Subject for Stream {
    fn ends(&self, capacity: usize) -> Answering<'_, Ends> {
        Box::pin(async move {
            let settings = SendSettings {
                capacity,
                ..SendSettings::default()
            };
            let intake = JetStreamIntake::start(&self.0, settings).await.unwrap();
            let ends: Ends = (
                Arc::new(intake),
                Box::new(JetStreamDeliveries::start(&self.0)),
            );
            ends
        })
    }
}

async fn stream() -> Stream {
    Stream(server::provisioned().await)
}

crate::intake_contract!(stream);

#[tokio::test]
async fn a_proposal_that_is_dropped_comes_again() {
    let connection = server::provisioned().await;
    let (intake, mut deliveries) = ends(&connection).await;
    let waiting = submitted(&intake, 1);
    drop(batch(&mut deliveries).await);
    let again = batch(&mut deliveries).await;
    assert_eq!(notes(&again), [1]);
    for delivery in again {
        delivery.reply.send(answer(1));
    }
    assert_eq!(waiting.await.unwrap(), Ok(answer(1)));
    intake_holds(&connection, 0).await;
}

/// The other half of "a recorder that stopped takes nothing more".
#[tokio::test]
async fn what_is_proposed_while_no_recorder_is_there_waits_for_the_next() {
    let connection = server::provisioned().await;
    let (intake, mut stopped) = ends(&connection).await;
    stopped.close();
    assert!(stopped.next_batch(10).await.is_none());
    assert_eq!(intake.submit(proposal(1)).await, Err(IntakeError::Pending));
    let mut next = JetStreamDeliveries::start(&connection);
    assert_eq!(notes(&batch(&mut next).await), [1]);
}

#[tokio::test]
async fn what_was_taken_is_still_answered_after_closing() {
    let connection = server::provisioned().await;
    let (intake, mut deliveries) = ends(&connection).await;
    let waiting = submitted(&intake, 1);
    let taken = batch(&mut deliveries).await;
    let closer = deliveries.closer();
    let ended = tokio::spawn(async move { deliveries.next_batch(10).await.is_none() });
    closer.close();
    for delivery in taken {
        delivery.reply.send(answer(1));
    }
    assert_eq!(waiting.await.unwrap(), Ok(answer(1)));
    assert!(ended.await.unwrap());
    // It waited for the acknowledgement: nothing comes again.
    intake_holds(&connection, 0).await;
}

/// The store is away: nothing is pulled for a while, and then the proposal is there again.
#[tokio::test]
async fn a_proposal_without_expiry_that_is_postponed_comes_again_after_a_pause() {
    let connection = server::provisioned().await;
    let (intake, mut deliveries) = ends(&connection).await;
    let waiting = submitted(&intake, 1);
    let postponed = Instant::now();
    for delivery in batch(&mut deliveries).await {
        delivery.reply.postpone();
    }
    let second = submitted(&intake, 2);
    let mut again = Vec::new();
    while again.len() < 2 {
        let batch = batch(&mut deliveries).await;
        assert!(
            postponed.elapsed() >= Duration::from_millis(250),
            "it pauses"
        );
        again.extend(notes(&batch));
        for delivery in batch {
            delivery.reply.send(answer(delivery.proposal.note[0]));
        }
    }
    again.sort_unstable();
    assert_eq!(again, [1, 2]);
    assert_eq!(waiting.await.unwrap(), Ok(answer(1)));
    assert_eq!(second.await.unwrap(), Ok(answer(2)));
}

#[tokio::test]
async fn a_proposal_that_would_expire_is_not_postponed_but_has_failed() {
    let connection = server::provisioned().await;
    let (intake, mut deliveries) = ends(&connection).await;
    let waiting = tokio::spawn(async move { intake.submit(expiring(1, 3_000)).await });
    for delivery in batch(&mut deliveries).await {
        delivery.reply.postpone();
    }
    assert_eq!(waiting.await.unwrap(), Ok(Answer::Failed));
    intake_holds(&connection, 0).await;
}

/// Whether it was recorded depends on a recorder that was not heard: nobody may say "pending".
#[tokio::test]
async fn nobody_answers_a_proposal_with_an_expiry_and_the_outcome_is_unknown() {
    let connection = server::provisioned().await;
    let (intake, _deliveries) = ends(&connection).await;
    let begun = Instant::now();
    assert_eq!(
        intake.submit(expiring(1, 300)).await,
        Err(IntakeError::NoAnswer)
    );
    let waited = begun.elapsed();
    let worth = Duration::from_millis(300 + 500);
    assert!((worth..worth * 3).contains(&waited), "{waited:?}");
}

#[tokio::test]
async fn the_trace_context_travels_along() {
    const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let connection = server::provisioned().await;
    let settings = SendSettings {
        traceparent: Some(|| Some(TRACE.to_owned())),
        ..SendSettings::default()
    };
    let intake = JetStreamIntake::start(&connection, settings).await.unwrap();
    let _waiting = tokio::spawn(async move { intake.submit(attempt(1, 1)).await });
    let mut deliveries = JetStreamDeliveries::start(&connection);
    let batch = batch(&mut deliveries).await;
    assert_eq!(batch[0].traceparent.as_deref(), Some(TRACE));
    assert_eq!(batch[0].proposal, attempt(1, 1));
}

//! The same message again, the same command again, two recorders.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::message::PublishMessage;
use tokio::task::JoinSet;

use super::sealed::attempt;
use super::{batch, ends, info, intake_holds};
use crate::contract::{answer, notes, server};
use crate::delivery::Deliveries;
use crate::jetstream::names::{subject_of, with_attempt_id};
use crate::jetstream::refusal::{self, Refusal};
use crate::jetstream::wire::encode_proposal;
use crate::jetstream::{Connection, JetStreamDeliveries, Limits, connect, provision};
use crate::port::{Intake, Proposal};

/// Publishes as the sender does; true when JetStream had the message already.
async fn published(connection: &Connection, proposal: &Proposal) -> bool {
    let message = PublishMessage::build().payload(encode_proposal(proposal).into());
    let message = with_attempt_id(message, proposal);
    let subject = subject_of(&connection.names, proposal);
    let sent = connection.context.send_publish(subject, message).await;
    sent.unwrap().await.unwrap().duplicate
}

/// What a lost acknowledgement leads to, on the server that the finding about 2.15 is about.
#[tokio::test]
async fn the_same_message_again_is_known_and_no_error() {
    let connection = server::provisioned().await;
    assert!(!published(&connection, &attempt(1, 1)).await);
    assert!(published(&connection, &attempt(1, 1)).await);
    intake_holds(&connection, 1).await;
}

/// Why no proposal carries an expected sequence: a repeat is then a conflict, and whether the first
/// was taken must be called unknown, under both codes.
#[tokio::test]
async fn a_repeat_with_an_expected_sequence_leaves_open_whether_it_was_taken() {
    let connection = server::provisioned().await;
    let publish = || async {
        let message = PublishMessage::build()
            .message_id("1")
            .expected_last_subject_sequence(0);
        let subject = connection.names.intake_subject(None);
        let sent = connection.context.send_publish(subject, message).await;
        sent.unwrap().await
    };
    assert!(!publish().await.unwrap().duplicate);
    let repeated = publish().await.unwrap_err();
    assert_eq!(
        refusal::code(&repeated),
        Some(ErrorCode::STREAM_WRONG_LAST_SEQUENCE)
    );
    assert_eq!(refusal::read(&repeated), Refusal::Unknown);
    let in_a_cluster = ErrorCode::STREAM_WRONG_LAST_SEQUENCE_CONSTANT;
    assert_eq!(refusal::of_code(in_a_cluster), Refusal::Unknown);
}

/// After `expired` or a race the command is decided again: the window must not swallow that.
#[tokio::test]
async fn the_same_command_decided_again_goes_through() {
    let connection = server::provisioned().await;
    assert!(!published(&connection, &attempt(1, 1)).await);
    assert!(!published(&connection, &attempt(1, 2)).await);
    intake_holds(&connection, 2).await;
}

#[tokio::test]
async fn the_same_message_after_the_window_is_delivered_twice() {
    let settings = server::settings(vec![server::address()]);
    let connection = connect(&settings).await.unwrap();
    let window = Duration::from_millis(100);
    let limits = Limits {
        duplicate_window: window,
        ..server::limits()
    };
    provision(&connection, &limits).await.unwrap();
    assert!(!published(&connection, &attempt(1, 1)).await);
    let forgotten = async {
        while published(&connection, &attempt(1, 1)).await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(server::PATIENCE, forgotten)
        .await
        .unwrap();
    let mut deliveries = JetStreamDeliveries::start(&connection);
    let mut got = Vec::new();
    while got.len() < 2 {
        got.extend(notes(&batch(&mut deliveries).await));
    }
    assert_eq!(got, [1, 1]);
}

/// Neither sees what the other has, and everybody hears from whoever had it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_recorders_share_the_work() {
    let settings = server::settings(vec![server::address()]);
    let connection = connect(&settings).await.unwrap();
    provision(&connection, &server::limits()).await.unwrap();
    let (intake, first) = ends(&connection).await;
    let second = JetStreamDeliveries::start(&server::another(&settings).await);
    let closers = [first.closer(), second.closer()];
    let mut recorders = JoinSet::new();
    for mut deliveries in [first, second] {
        recorders.spawn(async move {
            let mut seen = BTreeMap::new();
            while let Some(batch) = deliveries.next_batch(4).await {
                for delivery in batch {
                    let note = delivery.proposal.note[0];
                    *seen.entry(note).or_insert(0) += 1;
                    delivery.reply.send(answer(note));
                }
            }
            seen
        });
    }
    let mut asking = JoinSet::new();
    for n in 0..200 {
        let intake: Arc<dyn Intake> = Arc::clone(&intake);
        asking.spawn(async move { (n, intake.submit(attempt(n, 1)).await) });
    }
    for (n, got) in asking.join_all().await {
        assert_eq!(got, Ok(answer(n)));
    }
    for closer in closers {
        closer.close();
    }
    let seen = recorders.join_all().await;
    let times: usize = seen.iter().flat_map(BTreeMap::values).sum();
    assert_eq!(times, 200, "nothing was delivered twice");
    let name = connection.names.intake();
    assert_eq!(info(&connection, &name).await.state.messages, 0);
}

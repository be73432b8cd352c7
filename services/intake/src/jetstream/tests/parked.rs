//! What cannot be read is kept apart; nothing else ever is.

use std::time::Duration;

use async_nats::HeaderMap;
use futures_util::StreamExt;
use tokio::time::timeout;

use super::sealed::attempt;
use super::{batch, ends, info, intake_holds};
use crate::contract::{notes, proposal, server, submitted};
use crate::delivery::Deliveries;
use crate::jetstream::wire::{decode_answer, encode_proposal};
use crate::jetstream::{Connection, ORIGIN_HEADER, REASON_HEADER, REPLY_HEADER};
use crate::port::Answer;

/// Bytes on the subject of the intake, with an address for the answer.
async fn send(connection: &Connection, reply: &str, bytes: Vec<u8>) {
    let mut headers = HeaderMap::new();
    headers.insert(REPLY_HEADER, reply);
    let subject = connection.names.intake_subject(None);
    let sent = connection
        .context
        .publish_with_headers(subject, headers, bytes.into());
    sent.await.unwrap().await.unwrap();
}

#[tokio::test]
async fn bytes_that_are_no_proposal_are_parked_and_their_sender_told() {
    let connection = server::provisioned().await;
    let inbox = connection.client.new_inbox();
    let mut answers = connection.client.subscribe(inbox.clone()).await.unwrap();
    send(&connection, &inbox, b"no proposal".to_vec()).await;
    let (intake, mut deliveries) = ends(&connection).await;
    let _waiting = submitted(&intake, 7);
    // It does not hold up what comes behind it.
    assert_eq!(notes(&batch(&mut deliveries).await), [7]);
    let told = timeout(server::PATIENCE, answers.next())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(decode_answer(&told.payload), Ok(Answer::Failed));
    let parked = connection
        .context
        .get_stream(connection.names.parked())
        .await
        .unwrap();
    let kept = parked.get_raw_message(1).await.unwrap();
    assert_eq!(&kept.payload[..], b"no proposal");
    assert_eq!(
        kept.subject.as_str(),
        connection.names.parked_subject("x.trust")
    );
    let because = kept.headers.get(REASON_HEADER).unwrap();
    assert_eq!(
        because.as_str(),
        "it is not a proposal: it does not begin like one"
    );
    assert!(
        kept.headers
            .get(ORIGIN_HEADER)
            .unwrap()
            .as_str()
            .ends_with(".trust 1")
    );
    // The poison is gone from the intake; the proposal is still unsettled.
    intake_holds(&connection, 1).await;
}

#[tokio::test]
async fn a_proposal_that_can_never_be_recorded_is_parked() {
    let connection = server::provisioned().await;
    let (intake, mut deliveries) = ends(&connection).await;
    let waiting = submitted(&intake, 1);
    for delivery in batch(&mut deliveries).await {
        delivery.reply.reject();
    }
    assert_eq!(waiting.await.unwrap(), Ok(Answer::Failed));
    let parked = connection
        .context
        .get_stream(connection.names.parked())
        .await
        .unwrap();
    let kept = parked.get_raw_message(1).await.unwrap();
    assert_eq!(kept.payload, encode_proposal(&proposal(1)));
    intake_holds(&connection, 0).await;
}

/// Neither parked nor lost: a recorder of the later release will read it.
#[tokio::test]
async fn a_proposal_of_a_later_release_stays_where_it_is() {
    let connection = server::provisioned().await;
    let mut bytes = encode_proposal(&attempt(1, 1));
    bytes[2] = 2;
    send(&connection, "_INBOX.nobody", bytes).await;
    let (intake, mut deliveries) = ends(&connection).await;
    let _waiting = submitted(&intake, 7);
    assert_eq!(notes(&batch(&mut deliveries).await), [7]);
    intake_holds(&connection, 2).await;
    let parked = info(&connection, &connection.names.parked()).await;
    assert_eq!(parked.state.messages, 0);
}

/// A recorder must not be made to speak on the subjects of others.
#[tokio::test]
async fn an_answer_goes_to_an_inbox_only() {
    let connection = server::provisioned().await;
    let elsewhere = connection.names.parked_subject("elsewhere");
    let mut heard = connection
        .client
        .subscribe(elsewhere.clone())
        .await
        .unwrap();
    send(&connection, &elsewhere, encode_proposal(&attempt(1, 1))).await;
    let (_intake, mut deliveries) = ends(&connection).await;
    for delivery in batch(&mut deliveries).await {
        delivery.reply.send(Answer::Failed);
    }
    intake_holds(&connection, 0).await;
    let heard = timeout(Duration::from_millis(200), heard.next()).await;
    assert!(heard.is_err(), "nothing was said there");
    deliveries.close();
}

//! The board: the newest signed checkpoints, on their way from the one process that signs to those
//! that serve them.
//!
//! A stream keeps the last message of each of two subjects. It is transport like the rest: whoever
//! takes a checkpoint from it checks the signature, and compares the root with that of its own tree.

use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::connect::Connection;

/// Pause before the board is followed again after NATS was away.
const RETRY: Duration = Duration::from_secs(1);
/// A server that is silent for two of these has lost the consumer.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// A pull is renewed after this.
const PULL_FOR: Duration = Duration::from_secs(10);
/// Checkpoints that wait to be looked at; there are two kinds, and only the newest of each counts.
const WAITING: usize = 16;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// Of any size, for receipts.
    Inner,
    /// Public, at multiples of 256.
    Outside,
}

/// Why a checkpoint was not posted; it may be posted again.
#[derive(Debug, thiserror::Error)]
#[error("the checkpoint could not be handed to the other processes")]
pub struct NotPosted(#[source] async_nats::Error);

impl Connection {
    /// Puts a signed checkpoint on the board; returns once NATS has written it down.
    ///
    /// # Errors
    /// NATS is away.
    pub async fn post(&self, which: Posted, note: String) -> Result<(), NotPosted> {
        let subject = self.names.checkpoint_subject(which);
        let sent = self.context.publish(subject, note.into()).await;
        let written = sent.map_err(|error| NotPosted(error.into()))?.await;
        written.map(drop).map_err(|error| NotPosted(error.into()))
    }

    /// Everything that is on the board and comes to it, for as long as the receiver lives.
    #[must_use]
    pub fn follow_board(&self) -> mpsc::Receiver<String> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let connection = self.clone();
        tokio::spawn(async move {
            while !sender.is_closed() {
                if let Err(error) = connection.read_board(&sender).await {
                    tracing::warn!(%error, "the board of checkpoints cannot be read; trying again");
                }
                sleep(RETRY).await;
            }
        });
        receiver
    }

    async fn read_board(&self, sender: &mpsc::Sender<String>) -> Result<(), async_nats::Error> {
        let consumer = self
            .context
            .create_consumer_on_stream(
                pull::Config {
                    deliver_policy: DeliverPolicy::LastPerSubject,
                    filter_subject: self.names.checkpoint_subjects(),
                    ack_policy: AckPolicy::None,
                    ..pull::Config::default()
                },
                self.names.checkpoints(),
            )
            .await?;
        let mut messages = consumer
            .stream()
            .heartbeat(HEARTBEAT)
            .expires(PULL_FOR)
            .messages()
            .await?;
        while let Some(message) = messages.next().await {
            // What is no text is no checkpoint; the receiver says so.
            let note = String::from_utf8_lossy(&message?.payload).into_owned();
            if sender.send(note).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }
}

//! The recording end: pulls proposals for as long as it is asked to, whatever happens to NATS.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_nats::Message;
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::pull;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::watch;
use tokio::time::{sleep, sleep_until};

use super::TRACE_HEADER;
use super::connect::Connection;
use super::names::RECORDER;
use super::settle::{End, Ends, header};
use super::standing::{Standing, Taking};
use super::wire::{Unreadable, decode_proposal};
use crate::delivery::{Deliveries, Delivery, Reply};
use crate::port::Answering;

/// Proposals asked for at once. They wait in this process, so no more than are soon recorded.
const PULLED: usize = 512;
/// A pull is renewed after this.
const PULL_FOR: Duration = Duration::from_secs(10);
/// A server that is silent for two of these has lost the pull: half of the five seconds that a
/// recovery may take (issue 3).
const HEARTBEAT: Duration = Duration::from_secs(1);
/// Pauses before pulling is tried again.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// A proposal of a later release waits so long for one of its recorders.
const NEWER_AFTER: Duration = Duration::from_secs(5);
/// What is under way when the recorder ends may take so long to settle.
const SETTLED_WITHIN: Duration = Duration::from_secs(4);

/// Takes proposals from JetStream. It survives every loss of the connection and of the consumer, and
/// pulls nothing while the store is away (`Reply::postpone`).
pub struct JetStreamDeliveries {
    connection: Connection,
    standing: Arc<Standing>,
    taking: watch::Receiver<Taking>,
    ends: Ends,
    pulling: Option<pull::Stream>,
    pause: Duration,
}

/// Ends a recorder from outside.
#[derive(Debug, Clone)]
pub struct Closer(Arc<Standing>);

impl Closer {
    /// Takes nothing new from now on; what was taken is still answered.
    pub fn close(&self) {
        self.0.close();
    }
}

impl JetStreamDeliveries {
    /// Prepares; nothing is pulled before the first `next_batch`.
    #[must_use]
    pub fn start(connection: &Connection) -> Self {
        let standing = Arc::new(Standing::new());
        Self {
            ends: Ends::start(connection.clone(), Arc::clone(&standing)),
            taking: standing.taking(),
            connection: connection.clone(),
            standing,
            pulling: None,
            pause: FIRST_PAUSE,
        }
    }

    /// Closes this from outside, once it is given to the recorder.
    #[must_use]
    pub fn closer(&self) -> Closer {
        Closer(Arc::clone(&self.standing))
    }

    async fn batch(&mut self, max: usize) -> Option<Vec<Delivery>> {
        loop {
            let taking = *self.taking.borrow_and_update();
            match taking {
                Taking::Yes => {}
                Taking::NotBefore(until) => {
                    self.give_back();
                    tokio::select! {
                        () = sleep_until(until) => self.standing.resume(),
                        _ = self.taking.changed() => {}
                    }
                    continue;
                }
                Taking::NoMore => {
                    self.give_back();
                    self.standing.all_settled(SETTLED_WITHIN).await;
                    return None;
                }
            }
            let messages = self.pull(max).await;
            let batch: Vec<_> = messages
                .into_iter()
                .filter_map(|message| self.read(message))
                .collect();
            if !batch.is_empty() {
                return Some(batch);
            }
        }
    }

    /// What is there, waiting for the first; nothing when the consumer ended or something changed.
    async fn pull(&mut self, max: usize) -> Vec<Message> {
        let mut messages = Vec::new();
        self.open().await;
        let Some(pulling) = self.pulling.as_mut() else {
            return messages;
        };
        let first = tokio::select! {
            _ = self.taking.changed() => return messages,
            first = pulling.next() => first,
        };
        let mut next = Some(first);
        while let Some(item) = next {
            match item {
                Some(Ok(message)) => messages.push(message.message),
                Some(Err(error)) => {
                    tracing::warn!(%error, "pulling proposals ended; it begins anew");
                    self.pulling = None;
                    break;
                }
                None => {
                    self.pulling = None;
                    break;
                }
            }
            // Only what is here already: whoever came first is not kept waiting.
            let more = self.pulling.as_mut().filter(|_| messages.len() < max);
            next = more.and_then(|pulling| pulling.next().now_or_never());
        }
        if messages.is_empty() {
            self.wait().await;
        } else {
            self.pause = FIRST_PAUSE;
        }
        messages
    }

    /// Begins to pull, if that is not under way; after a pause nothing is, when it cannot be.
    async fn open(&mut self) {
        if self.pulling.is_some() {
            return;
        }
        match open(&self.connection).await {
            Ok(opened) => self.pulling = Some(opened),
            Err(error) => {
                tracing::warn!(%error, "proposals cannot be pulled; trying again");
                self.wait().await;
            }
        }
    }

    async fn wait(&mut self) {
        tokio::select! {
            () = sleep(self.pause) => {}
            _ = self.taking.changed() => {}
        }
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }

    /// What was pulled ahead and not delivered goes to other recorders at once.
    fn give_back(&mut self) {
        let Some(mut pulling) = self.pulling.take() else {
            return;
        };
        while let Some(Some(Ok(message))) = pulling.next().now_or_never() {
            let unsettled = self.ends.delivered(message.message, true);
            unsettled.end(End::Again(None));
        }
    }

    fn read(&self, message: Message) -> Option<Delivery> {
        let traceparent = header(&message, TRACE_HEADER);
        match decode_proposal(&message.payload) {
            Ok(proposal) => {
                let expires = proposal.expires_at.is_some();
                Some(Delivery {
                    reply: Reply::new(self.ends.delivered(message, expires)),
                    proposal,
                    traceparent,
                })
            }
            Err(error @ Unreadable::Newer(_)) => {
                tracing::error!(%error, "a proposal waits for a recorder of a later release");
                let unsettled = self.ends.delivered(message, false);
                unsettled.end(End::Again(Some(NEWER_AFTER)));
                None
            }
            Err(error @ Unreadable::Malformed(_)) => {
                let unsettled = self.ends.delivered(message, false);
                unsettled.end(End::Parked(error.to_string()));
                None
            }
        }
    }
}

async fn open(connection: &Connection) -> Result<pull::Stream, async_nats::Error> {
    let stream = connection.names.intake();
    let consumer: PullConsumer = connection
        .context
        .get_consumer_from_stream(RECORDER, stream)
        .await?;
    let pulling = consumer
        .stream()
        .max_messages_per_batch(PULLED)
        .expires(PULL_FOR)
        .heartbeat(HEARTBEAT)
        .messages()
        .await?;
    Ok(pulling)
}

impl Deliveries for JetStreamDeliveries {
    fn next_batch(&mut self, max: usize) -> Answering<'_, Option<Vec<Delivery>>> {
        Box::pin(self.batch(max.max(1)))
    }

    fn close(&mut self) {
        self.standing.close();
    }
}

impl fmt::Debug for JetStreamDeliveries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JetStreamDeliveries, {:?}", *self.taking.borrow())
    }
}

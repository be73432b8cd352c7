//! How deliveries end: one task tells NATS what became of each.
//!
//! The order for what was recorded or refused:
//! 1. the commit, by the recorder;
//! 2. the answer, to whoever proposed;
//! 3. the acknowledgement, itself acknowledged, whereupon JetStream forgets the proposal.
//!
//! A crash after 1 or 2 brings the proposal again, and the journal answers that it has it.

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::AckKind;
use async_nats::jetstream::message::PublishMessage;
use async_nats::{HeaderMap, Message, Request, Subject};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::mpsc;

use super::connect::{Connection, REQUEST_TIMEOUT};
use super::standing::Standing;
use super::wire::encode_answer;
use super::{INBOXES, ORIGIN_HEADER, REASON_HEADER, REPLY_HEADER};
use crate::delivery::Settle;
use crate::port::Answer;

/// When a proposal comes again whose recorder could not say, or whose store is away.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// How one delivery ended.
pub(super) enum End {
    /// Recorded, or refused for good.
    Answered(Answer),
    /// Not now; somebody shall have it after a pause, or at once.
    Again(Option<Duration>),
    /// It cannot be read, or nothing can ever record it.
    Parked(String),
}

/// One end, and the message it is about.
pub(super) struct Ended {
    pub(super) message: Message,
    pub(super) end: End,
}

/// Sends ends to the settling task.
#[derive(Clone)]
pub(super) struct Ends {
    send: mpsc::UnboundedSender<Ended>,
    standing: Arc<Standing>,
}

impl Ends {
    /// Starts the task. Its queue needs no bound: JetStream hands out no more than the consumer's
    /// `max_ack_pending`.
    pub(super) fn start(connection: Connection, standing: Arc<Standing>) -> Self {
        let (send, ended) = mpsc::unbounded_channel();
        tokio::spawn(settle_all(connection, ended, Arc::clone(&standing)));
        Self { send, standing }
    }

    /// Counts from now on as unsettled.
    pub(super) fn delivered(&self, message: Message, expires: bool) -> Unsettled {
        self.standing.delivered();
        Unsettled {
            message: Some(message),
            expires,
            ends: self.clone(),
        }
    }

    fn end(&self, message: Message, end: End) {
        if self.send.send(Ended { message, end }).is_err() {
            // The task ends with the runtime only; what it did not settle comes again.
            self.standing.settled();
        }
    }
}

/// A delivery that has not ended.
pub(super) struct Unsettled {
    /// None once it has ended.
    message: Option<Message>,
    expires: bool,
    ends: Ends,
}

impl Unsettled {
    pub(super) fn end(mut self, end: End) {
        if let Some(message) = self.message.take() {
            self.ends.end(message, end);
        }
    }
}

impl Settle for Unsettled {
    fn answer(self: Box<Self>, answer: Answer) {
        if answer != Answer::Failed {
            self.ends.standing.store_is_there();
        }
        self.end(End::Answered(answer));
    }

    fn postpone(self: Box<Self>) {
        self.ends.standing.store_is_away();
        if self.expires {
            // It would expire before the store is back: its sender may as well know now.
            self.end(End::Answered(Answer::Failed));
        } else {
            self.end(End::Again(Some(AGAIN_AFTER)));
        }
    }

    fn reject(self: Box<Self>) {
        self.end(End::Parked("malformed".to_owned()));
    }
}

impl Drop for Unsettled {
    fn drop(&mut self) {
        if let Some(message) = self.message.take() {
            self.ends.end(message, End::Again(Some(AGAIN_AFTER)));
        }
    }
}

async fn settle_all(
    connection: Connection,
    mut ended: mpsc::UnboundedReceiver<Ended>,
    standing: Arc<Standing>,
) {
    let mut under_way = FuturesUnordered::new();
    loop {
        tokio::select! {
            next = ended.recv() => match next {
                Some(next) => under_way.push(settle(&connection, next)),
                None => break,
            },
            Some(()) = under_way.next() => standing.settled(),
        }
    }
    while under_way.next().await.is_some() {
        standing.settled();
    }
}

async fn settle(connection: &Connection, Ended { message, end }: Ended) {
    match end {
        End::Answered(answer) => {
            // 2. The answer.
            answer_to(connection, &message, &answer).await;
            // 3. The acknowledgement.
            acknowledge(connection, &message).await;
        }
        End::Again(pause) => tell(connection, &message, AckKind::Nak(pause)).await,
        End::Parked(because) => park(connection, &message, &because).await,
    }
}

/// Lost answers are made up for by the journal.
async fn answer_to(connection: &Connection, message: &Message, answer: &Answer) {
    let Some(address) = header(message, REPLY_HEADER) else {
        return;
    };
    if !address.starts_with(INBOXES) {
        tracing::error!("a proposal asked for its answer outside the inboxes; it got none");
        return;
    }
    let address = Subject::from(address);
    if let Err(error) = connection
        .client
        .publish(address, encode_answer(answer).into())
        .await
    {
        tracing::warn!(%error, "an answer could not be sent");
    }
}

/// Waits for the server's word, as `double_ack` does, on the connection's own inbox instead of a
/// subscription for each.
async fn acknowledge(connection: &Connection, message: &Message) {
    let Some(reply) = message.reply.clone() else {
        return;
    };
    let request = Request::new()
        .payload(AckKind::Ack.into())
        .timeout(Some(REQUEST_TIMEOUT));
    if let Err(error) = connection.client.send_request(reply, request).await {
        tracing::debug!(%error, "a proposal may come again; it is known to be recorded");
    }
}

async fn tell(connection: &Connection, message: &Message, kind: AckKind) {
    let Some(reply) = message.reply.clone() else {
        return;
    };
    if let Err(error) = connection.client.publish(reply, kind.into()).await {
        tracing::debug!(%error, "a proposal was not given back; it comes again by itself");
    }
}

/// Copied first, and only then acknowledged: at any crash it is in one place at least.
async fn park(connection: &Connection, message: &Message, because: &str) {
    let sequence = async_nats::jetstream::Message {
        message: message.clone(),
        context: connection.context.clone(),
    }
    .info()
    .map_or(0, |info| info.stream_sequence);
    let origin = format!("{} {sequence}", message.subject);
    let mut headers = HeaderMap::new();
    headers.insert(REASON_HEADER, because);
    headers.insert(ORIGIN_HEADER, origin.as_str());
    let copy = PublishMessage::build()
        .headers(headers)
        .message_id(format!("parked {origin}"))
        .payload(message.payload.clone());
    let subject = connection.names.parked_subject(&message.subject);
    let kept = match connection.context.send_publish(subject, copy).await {
        Ok(acknowledgement) => acknowledgement.await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(_) => {
            tracing::error!(because, sequence, "a message of the intake was parked");
            answer_to(connection, message, &Answer::Failed).await;
            acknowledge(connection, message).await;
        }
        Err(error) => {
            tracing::error!(%error, because, sequence, "a message could not be parked; it stays");
            tell(connection, message, AckKind::Nak(Some(AGAIN_AFTER))).await;
        }
    }
}

pub(super) fn header(message: &Message, name: &'static str) -> Option<String> {
    let headers = message.headers.as_ref()?;
    headers.get(name).map(|value| value.as_str().to_owned())
}

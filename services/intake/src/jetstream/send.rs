//! The proposing end.
//!
//! The steps, and what is certain after each:
//! 1. nothing is sent while the connection is away: not recorded (`Closed`);
//! 2. JetStream acknowledges that the proposal is written down; until it does, the same message is
//!    sent again under the same message id: not known (`NoAnswer`);
//! 3. the recorder answers; until it does, a proposal with an expiry may be recorded or expire
//!    (`NoAnswer`), one without will be dealt with (`Pending`).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::message::PublishMessage;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout_at};

use super::answers::{Answers, Place};
use super::connect::{ConnectError, Connection};
use super::names::{subject_of, with_attempt_id};
use super::refusal::{self, Refusal};
use super::wire::encode_proposal;
use super::{REPLY_HEADER, TRACE_HEADER};
use crate::port::{Answer, Answering, Intake, IntakeError, Proposal};

/// How long a connection that has just broken may take to stand again: another server of the
/// cluster is there at once. Longer, and NATS is away.
const MENDING: Duration = Duration::from_millis(500);
/// How often a broken connection is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// Pause before a stream without a leader is tried again.
const NO_LEADER_PAUSE: Duration = Duration::from_millis(100);
/// One attempt to publish waits so long for its acknowledgement: well above a write to three disks,
/// and short enough for a second attempt within the worth of a proposal.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(1);

/// How a process proposes.
#[derive(Debug, Clone)]
pub struct SendSettings {
    /// Proposals under way at once; further ones are refused at once.
    pub capacity: usize,
    /// How long to wait for the answer to a proposal without expiry before it is `Pending`.
    pub wait: Duration,
    /// How much longer than its own worth to wait for a proposal with an expiry: the way back, and
    /// clocks that differ.
    pub margin: Duration,
    /// Gives the W3C trace context of the current request, to be sent along.
    pub traceparent: Option<fn() -> Option<String>>,
}

impl Default for SendSettings {
    fn default() -> Self {
        Self {
            // As many as the in-process queue of the embedded installation.
            capacity: 4_096,
            // As long as any other proposal is worth something (design.md 1.4).
            wait: Duration::from_secs(3),
            margin: Duration::from_millis(500),
            traceparent: None,
        }
    }
}

/// Proposes through JetStream.
pub struct JetStreamIntake {
    connection: Connection,
    answers: Answers,
    room: Arc<Semaphore>,
    settings: SendSettings,
}

impl JetStreamIntake {
    /// Opens the inbox of this process.
    ///
    /// # Errors
    /// NATS went away since `connect`.
    pub async fn start(
        connection: &Connection,
        settings: SendSettings,
    ) -> Result<Self, ConnectError> {
        let answers = Answers::listen(&connection.client)
            .await
            .map_err(|error| ConnectError::NoAnswer(error.into()))?;
        let mut connection = connection.clone();
        // Of its own, for its own time limits. Room is counted here, so that one proposal counts
        // until it is answered and not only until it is written down.
        connection.context = async_nats::jetstream::ContextBuilder::new()
            .ack_timeout(ACKNOWLEDGED_WITHIN)
            .timeout(ACKNOWLEDGED_WITHIN)
            .max_ack_inflight(settings.capacity)
            .build(connection.client.clone());
        Ok(Self {
            connection,
            answers,
            room: Arc::new(Semaphore::new(settings.capacity)),
            settings,
        })
    }

    async fn propose(&self, proposal: Proposal) -> Result<Answer, IntakeError> {
        let _room = self.room.try_acquire().map_err(|_| IntakeError::Full)?;
        let deadline = Instant::now() + self.worth(&proposal);
        let mut place = self.answers.place();
        let subject = subject_of(&self.connection.names, &proposal);
        let expires = proposal.expires_at.is_some();
        let message = self.message(&proposal, &place);
        // An answer may overtake the acknowledgement, or make up for a lost one.
        tokio::select! {
            biased;
            answer = &mut place.answer => return answer.map_err(|_| IntakeError::NoAnswer),
            written = self.write_down(&subject, &message, deadline) => written?,
        }
        match timeout_at(deadline, &mut place.answer).await {
            Ok(answer) => answer.map_err(|_| IntakeError::NoAnswer),
            Err(_) if expires => Err(IntakeError::NoAnswer),
            Err(_) => Err(IntakeError::Pending),
        }
    }

    /// How long an answer is worth waiting for: no clock is asked, the proposal says when it was
    /// decided and when it expires.
    fn worth(&self, proposal: &Proposal) -> Duration {
        let decided = proposal.events.first();
        let (Some(expires_at), Some(decided)) = (proposal.expires_at, decided) else {
            return self.settings.wait;
        };
        let millis = expires_at.millis() - decided.envelope.proposed_at.millis();
        Duration::from_millis(u64::try_from(millis).unwrap_or(0)) + self.settings.margin
    }

    fn message(&self, proposal: &Proposal, place: &Place) -> PublishMessage {
        let message = PublishMessage::build()
            .payload(encode_proposal(proposal).into())
            .header(REPLY_HEADER, place.subject.as_str());
        let message = with_attempt_id(message, proposal);
        match self.settings.traceparent.and_then(|current| current()) {
            Some(trace) => message.header(TRACE_HEADER, trace),
            None => message,
        }
    }

    /// Until JetStream has acknowledged it. An error of the certain kind is given only if no attempt
    /// may have been taken.
    async fn write_down(
        &self,
        subject: &str,
        message: &PublishMessage,
        deadline: Instant,
    ) -> Result<(), IntakeError> {
        let mut in_doubt = false;
        let certain = loop {
            if !self.stands(deadline).await {
                break IntakeError::Closed;
            }
            match self.publish(subject, message.clone()).await {
                Ok(()) => return Ok(()),
                Err(Refusal::Final(error)) => break error,
                Err(Refusal::NotNow) => sleep(NO_LEADER_PAUSE).await,
                Err(Refusal::Unknown) => in_doubt = true,
            }
            if Instant::now() >= deadline {
                break IntakeError::Closed;
            }
        };
        if in_doubt {
            // It may be on its way all the same: what is left of the time, its answer may come.
            tokio::time::sleep_until(deadline).await;
            return Err(IntakeError::NoAnswer);
        }
        Err(certain)
    }

    /// One attempt. That JetStream knew the message already means that an earlier attempt was taken.
    async fn publish(&self, subject: &str, message: PublishMessage) -> Result<(), Refusal> {
        let context = &self.connection.context;
        let sent = context.send_publish(subject.to_owned(), message).await;
        let acknowledged = match sent {
            Ok(acknowledgement) => acknowledgement.await,
            Err(error) => Err(error),
        };
        acknowledged.map(drop).map_err(|error| {
            tracing::warn!(%error, "a proposal was not acknowledged");
            refusal::read(&error)
        })
    }

    /// Whether the connection stands, given a moment to mend.
    async fn stands(&self, deadline: Instant) -> bool {
        let mended = deadline.min(Instant::now() + MENDING);
        loop {
            if self.connection.is_up() {
                return true;
            }
            if Instant::now() >= mended {
                return false;
            }
            sleep(LOOK).await;
        }
    }
}

impl Intake for JetStreamIntake {
    fn submit(&self, proposal: Proposal) -> Answering<'_, Result<Answer, IntakeError>> {
        Box::pin(self.propose(proposal))
    }
}

impl fmt::Debug for JetStreamIntake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let room = self.room.available_permits();
        write!(f, "JetStreamIntake, room for {room}")
    }
}

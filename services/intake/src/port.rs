//! The port: a proposal goes in, an answer comes back.

use std::future::Future;
use std::pin::Pin;

use lanyard_events::{At, CommandId, Position, Revision, SealedEvent, StreamId};
use thiserror::Error;

/// A future that a port answers with.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Events of one stream, decided and sealed, that somebody proposes to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The stream of every event.
    pub stream: StreamId,
    /// Revision they were decided on; none for a new stream.
    pub expected: Option<Revision>,
    /// The command behind them.
    pub command: CommandId,
    /// SHA-256 of what was asked.
    pub content: [u8; 32],
    /// Given back to whoever repeats the command; nothing personal.
    pub note: Vec<u8>,
    /// Not to be recorded from this moment on; none for a new concern only (design.md 1).
    pub expires_at: Option<At>,
    /// The sealed events, in order.
    pub events: Vec<SealedEvent>,
    /// The wrapped owner key of a new stream: the recorder stores it before it appends.
    pub new_key: Option<NewKey>,
}

/// A wrapped owner key on its way to the vault. Its id is drawn with it: a repeated proposal brings
/// another key under another id, and the box that is recorded names the one that opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Which key of the stream.
    pub key_id: u32,
    /// The key, wrapped under the root key.
    pub bytes: Vec<u8>,
}

/// What became of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Durably recorded.
    Recorded {
        /// Position of the first event.
        first: Position,
        /// Position of the last.
        last: Position,
        /// Revision of the last.
        revision: Revision,
    },
    /// The command was recorded before, with the same content.
    Replayed {
        /// Position of its first event.
        first: Position,
        /// Position of its last.
        last: Position,
        /// Revision of its last.
        revision: Revision,
        /// The note of the first time.
        note: Vec<u8>,
    },
    /// Not recorded; this proposal never will be.
    Refused(Reason),
    /// The store could not record it, and it is certain that it did not.
    Failed,
}

/// Why a proposal was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The stream has moved on, or is not there.
    Conflict {
        /// Revision of its last event; none when there is no such stream.
        actual: Option<Revision>,
    },
    /// It came too late to be worth recording.
    Expired,
    /// The command id was used before with other content.
    CommandReused,
}

/// Why there is no answer. The first three are certain: the proposal is not recorded and never will
/// be. The last two are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IntakeError {
    /// Nothing is taken: the recorder has stopped, or JetStream cannot be reached. The proposal is
    /// not recorded.
    #[error("no proposals are taken at the moment")]
    Closed,
    /// More is waiting than can be recorded in time. The proposal is not recorded.
    #[error("too many proposals are waiting to be recorded")]
    Full,
    /// More bytes than the way to the recorder takes. The proposal is not recorded.
    #[error("the proposal is larger than what can be taken")]
    TooLarge,
    /// Taken for good, and no answer yet: the proposal has no expiry, JetStream has written it down,
    /// and a recorder will record it (or refuse it: somebody else may have used its stream or its
    /// command) when one is there again. The API answers 202 for a new concern (design.md 1.4), if
    /// `Durability` allows the promise. Never said of a proposal with an expiry, nor by the
    /// in-process queue.
    #[error("the proposal is kept and will be recorded later")]
    Pending,
    /// No answer came, and whether the proposal is or will be recorded is not known. Ask the journal
    /// for its command; if that does not have it, say so: a repeat under the same command id is
    /// harmless.
    #[error("no answer came, and whether the proposal is recorded is not known")]
    NoAnswer,
}

/// Takes proposals to a recorder.
pub trait Intake: Send + Sync + 'static {
    /// Proposes, and waits for the answer.
    ///
    /// Dropping the future does not take the proposal back.
    fn submit(&self, proposal: Proposal) -> Answering<'_, Result<Answer, IntakeError>>;
}

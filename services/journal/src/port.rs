//! The port: what every store of events does, whichever engine is below.

use std::future::Future;
use std::pin::Pin;

use lanyard_events::{At, CommandId, EventId, Position, Recorded, Revision, SealedEvent, StreamId};
use tokio::sync::watch;

use crate::error::{JournalError, Malformed};

/// A future that a port answers with.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Length of one commitment in `SealedEvent::commitments` (design.md 3).
const COMMITMENT_BYTES: usize = 32;

/// What the recorder adds to an event, and the clock by which proposals expire.
pub trait Stamp: Send + Sync {
    /// The recorder's clock.
    fn now(&self) -> At;
    /// Root of the newest witnessed checkpoint known here; 32 zero bytes before the first.
    fn not_before(&self) -> [u8; 32];
}

/// Events of one stream, to be recorded together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The stream of every event.
    pub stream: StreamId,
    /// Revision of the stream's last event when this was decided; none when no stream is expected.
    pub expected: Option<Revision>,
    /// The command; kept for ever, so that a repeat gets the first answer.
    pub command: CommandId,
    /// SHA-256 of what was asked; a repeat with other content is refused.
    pub content: [u8; 32],
    /// Given back to whoever repeats the command; nothing personal.
    pub note: Vec<u8>,
    /// Not recorded from this moment on.
    pub expires_at: Option<At>,
    /// The events, in order; at least one.
    pub events: Vec<SealedEvent>,
}

impl Append {
    /// Checks what needs no store: the events are of this stream, follow the expected revision one
    /// by one, name a previous event exactly when there is one, and hold whole commitments.
    ///
    /// # Errors
    /// The first thing that is wrong; whoever sent such an append is broken, not late.
    pub fn check(&self) -> Result<(), Malformed> {
        if self.events.is_empty() {
            return Err(Malformed::NoEvents);
        }
        let mut revision = Revision::after(self.expected);
        for event in &self.events {
            let envelope = &event.envelope;
            if envelope.stream != self.stream {
                return Err(Malformed::OtherStream);
            }
            if envelope.revision != revision {
                return Err(Malformed::OtherRevision);
            }
            if envelope.prev.is_none() != (revision == Revision(0)) {
                return Err(Malformed::Unchained);
            }
            if event.commitments.is_empty()
                || !event.commitments.len().is_multiple_of(COMMITMENT_BYTES)
            {
                return Err(Malformed::Commitments);
            }
            revision = revision.next();
        }
        Ok(())
    }
}

/// Where the events of one append are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Position of the first.
    pub first: Position,
    /// Position of the last; on an SQL store those between are theirs too.
    pub last: Position,
    /// Revision of the last.
    pub revision: Revision,
}

/// How an append ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Durably recorded.
    Recorded(Place),
    /// The same command with the same content was recorded before; nothing was added.
    Replayed {
        /// Where its events are.
        place: Place,
        /// The note of the first time.
        note: Vec<u8>,
    },
    /// Not recorded, and never will be.
    Refused(Refused),
}

/// Why an append was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The stream is not where it was expected to be.
    Conflict {
        /// Revision of its last event; none when there is no such stream.
        actual: Option<Revision>,
    },
    /// `expires_at` came before the commit.
    Expired,
    /// The same command id was recorded with other content.
    CommandReused,
}

/// A command that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// SHA-256 of what was asked.
    pub content: [u8; 32],
    /// Where its events are.
    pub place: Place,
    /// Their stream.
    pub stream: StreamId,
    /// Its note.
    pub note: Vec<u8>,
}

/// What the positions of a store are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Positions {
    /// 1, 2, 3 and on: a position counts the events up to it, and one that was left out is missed.
    Gapless,
    /// They rise and leave gaps: places to read on from, and nothing to count by.
    Ordered,
}

/// An append-only store of events.
///
/// Dropping the future of an append does not take the append back.
pub trait Journal: Send + Sync + 'static {
    /// Records the events, durably and whole, or says why not. Concurrent calls share a commit;
    /// expiry is checked by `Stamp::now` immediately before it.
    fn append(&self, append: Append) -> Answering<'_, Result<Outcome, JournalError>>;

    /// A command that was recorded, however long ago.
    fn command(&self, id: CommandId) -> Answering<'_, Result<Option<Command>, JournalError>>;

    /// At most `limit` events of one stream, from a revision on, in order.
    fn read_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>>;

    /// What this store's positions are.
    fn positions(&self) -> Positions;

    /// At most `limit` events of all streams after a position that the store has given out, in
    /// order; after `Position(0)` for all from the start. A place between two events is no position:
    /// where they are not gapless it may not be asked for.
    fn read_all(
        &self,
        after: Position,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>>;

    /// One event.
    fn find(&self, event: EventId) -> Answering<'_, Result<Option<Recorded>, JournalError>>;

    /// The newest event; the store itself is asked, also for what others have recorded.
    fn newest(&self) -> Answering<'_, Result<Option<Recorded>, JournalError>>;

    /// Position of the newest durable event, `Position(0)` in an empty store; from memory.
    fn head(&self) -> Position;

    /// The live tail: holds the newest durable position. Wait for a change, then `read_all`.
    fn watch(&self) -> watch::Receiver<Position>;

    /// Records what was already asked, takes nothing more and closes the store tidily.
    fn close(&self) -> Answering<'_, ()>;
}

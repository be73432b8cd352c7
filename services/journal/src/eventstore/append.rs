//! Appending: the numbered steps from a proposal to an answer that is true.
//!
//! A call that got no answer may have had its effect, or may have it yet. Asking the store again
//! does not settle that; appending the *same* events on the *same* expected revision does, since
//! the stream takes one append on a revision and no second one. Only where that can no longer be
//! done, because the append expired or the store is away, does nobody know.

use std::sync::Arc;

use eventstore::{AppendToStreamOptions, ExpectedRevision};
use lanyard_events::{At, EventId, Position, Revision};
use tokio::sync::watch;

use super::connection::{Failure, ROUNDS, pause, unavailable};
use super::reads::{Found, Reads};
use super::stored;
use crate::error::{Cause, JournalError, Malformed, Trouble};
use crate::port::{Append, Outcome, Refused, Stamp};

/// All that appends.
pub(super) struct Appends {
    pub reads: Arc<Reads>,
    pub stamp: Arc<dyn Stamp>,
    pub head: watch::Sender<Position>,
}

/// What became of the attempts so far.
#[derive(Default)]
struct Tried {
    /// An attempt may have had its effect, or may have it yet.
    doubt: Option<Cause>,
    /// Why the last one had none.
    failed: Option<JournalError>,
}

impl Tried {
    /// The answer when there will be no further attempt.
    fn ended(self) -> Result<Outcome, JournalError> {
        match (self.doubt, self.failed) {
            (Some(source), _) => Err(JournalError::InDoubt { source }),
            (None, Some(error)) => Err(error),
            (None, None) => Ok(Outcome::Refused(Refused::Expired)),
        }
    }
}

impl Appends {
    pub(super) async fn append(&self, append: Append) -> Result<Outcome, JournalError> {
        append.check()?;
        each_id_once(&append)?;
        // 1. A command recorded before comes first, even when the stream has moved on or the time
        //    has passed.
        if let Some(found) = self.reads.command(append.command).await? {
            return Ok(self.repeated(found, &append));
        }
        if append.expires_at.is_some_and(|end| self.stamp.now() >= end) {
            return Ok(Outcome::Refused(Refused::Expired));
        }
        // 2. The boxes, and where to look for the command, before there is an event.
        self.reads.boxes.keep(&append).await?;
        // 3. The events, as often as it takes to know.
        self.record(&append).await
    }

    async fn record(&self, append: &Append) -> Result<Outcome, JournalError> {
        let mut tried = Tried::default();
        for round in 0..ROUNDS {
            if round > 0 {
                pause(round - 1).await;
            }
            // Immediately before the append: it has not expired, and the minute is true.
            let now = self.stamp.now();
            if append.expires_at.is_some_and(|end| now >= end) {
                tried.failed = None;
                break;
            }
            match self.send(append, now).await {
                Ok(()) => return self.settled(append, None).await,
                Err(Failure::Elsewhere(actual)) => {
                    return self.settled(append, Some(actual)).await;
                }
                Err(Failure::NotTaken(cause)) => tried.failed = Some(unavailable(cause)),
                Err(Failure::Refused(trouble, cause)) => {
                    tried.failed = Some(refused(trouble, cause));
                    break;
                }
                Err(Failure::NoStream) => {
                    let found = "an append was answered as if it were a read";
                    return Err(JournalError::damaged(None, found));
                }
                Err(Failure::Unknown(cause)) => tried.doubt = Some(cause),
            }
        }
        // 5. Without a further attempt: what is there counts, what is not there may still come.
        if tried.doubt.is_some()
            && let Ok(Some(found)) = self.reads.command(append.command).await
        {
            return Ok(self.answered(found, append));
        }
        tried.ended()
    }

    /// One attempt; its errors say what it did.
    async fn send(&self, append: &Append, now: At) -> Result<(), Failure> {
        let events = stored::proposed(append, &*self.stamp, now);
        let name = self.reads.names.of(append.stream);
        let expected = match append.expected {
            None => ExpectedRevision::NoStream,
            Some(Revision(revision)) => ExpectedRevision::Exact(revision),
        };
        let options = &AppendToStreamOptions::default()
            .expected_revision(expected)
            .requires_leader(true)
            .deadline(self.reads.connection.patience());
        self.reads
            .connection
            .call(|client| async move { client.append_to_stream(name, options, events).await })
            .await
            .map(|_| ())
    }

    /// 4. The stream has moved: by us, by somebody with the same command, or by somebody else. The
    ///    events there tell, not the server's answer: to ids that it knows it answers as if it had
    ///    written them now, and of several events it does not say where each is.
    async fn settled(
        &self,
        append: &Append,
        elsewhere: Option<Option<Revision>>,
    ) -> Result<Outcome, JournalError> {
        let looked = self.reads.command(append.command).await;
        match (looked, elsewhere) {
            (Ok(Some(found)), _) => Ok(self.answered(found, append)),
            (Ok(None), Some(actual)) => Ok(Outcome::Refused(Refused::Conflict { actual })),
            (Ok(None), None) => {
                let found = "an append was acknowledged and is not there";
                Err(JournalError::damaged(None, found))
            }
            (Err(error), _) => Err(JournalError::InDoubt {
                source: Arc::new(error),
            }),
        }
    }

    /// Ours if its first event is; else as any repeat.
    fn answered(&self, found: Found, append: &Append) -> Outcome {
        if found.event != first_id(append) {
            return self.repeated(found, append);
        }
        self.raise_head(&found);
        Outcome::Recorded(found.command.place)
    }

    fn repeated(&self, found: Found, append: &Append) -> Outcome {
        self.raise_head(&found);
        if found.command.content != append.content {
            return Outcome::Refused(Refused::CommandReused);
        }
        Outcome::Replayed {
            place: found.command.place,
            note: found.command.note,
        }
    }

    /// Whoever is answered finds the head there: the tail may come later.
    fn raise_head(&self, found: &Found) {
        raise(&self.head, found.command.place.last);
    }
}

/// Moves the head on, never back.
pub(super) fn raise(head: &watch::Sender<Position>, to: Position) {
    head.send_if_modified(|head| {
        let moved = to > *head;
        *head = to.max(*head);
        moved
    });
}

fn refused(trouble: Trouble, cause: Cause) -> JournalError {
    JournalError::Unavailable {
        trouble,
        source: Some(cause),
    }
}

fn first_id(append: &Append) -> EventId {
    append.events[0].envelope.id
}

/// The boxes are kept by the event's id.
fn each_id_once(append: &Append) -> Result<(), Malformed> {
    let mut ids: Vec<_> = append
        .events
        .iter()
        .map(|event| event.envelope.id)
        .collect();
    ids.sort_unstable();
    match ids.is_sorted_by(|a, b| a < b) {
        true => Ok(()),
        false => Err(Malformed::EventIdUsed),
    }
}

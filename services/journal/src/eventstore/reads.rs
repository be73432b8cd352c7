//! Reading: one stream, all streams, one event, one command.
//!
//! Every read goes to the leader. A follower may be behind, and "not there" of a follower would let
//! a repeated command through.

use std::sync::Arc;

use eventstore::{
    Client, Error, Position as Place64, ReadAllOptions, ReadStream, ReadStreamOptions,
    RecordedEvent, StreamPosition,
};
use lanyard_events::{CommandId, EventId, Position, Recorded, Revision, StreamId};

use super::boxes::{Attempt, Boxes};
use super::connection::Connection;
use super::names::Names;
use super::stored::{self, Under};
use crate::error::JournalError;
use crate::port::{Command, Place};

/// Events asked for at once at most: a page's worth of small messages, and more than any caller's
/// page, so that system events between ours rarely need a second one.
const PAGE: usize = 4_096;
/// Asked for beyond what is wanted, for the events of others in between.
const SLACK: usize = 32;

/// A command that is recorded, and the event that proves it.
#[derive(Debug)]
pub(super) struct Found {
    pub command: Command,
    /// The first event of its append.
    pub event: EventId,
}

/// All that reads the store.
pub(super) struct Reads {
    pub connection: Arc<Connection>,
    pub boxes: Arc<Boxes>,
    pub names: Names,
}

impl Reads {
    pub(super) async fn read_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: u32,
    ) -> Result<Vec<Recorded>, JournalError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        while found.len() < limit {
            let next = Revision(from.0.saturating_add(found.len() as u64));
            let asked = (limit - found.len()).min(PAGE);
            let page = self.of_stream(stream, next, asked).await?;
            let ended = page.len() < asked;
            found.extend(page);
            if ended {
                break;
            }
        }
        self.with_boxes(&found).await
    }

    /// Events of all streams after a position. Those of the system and of others are passed over.
    pub(super) async fn read_all(
        &self,
        after: Position,
        limit: u32,
    ) -> Result<Vec<Recorded>, JournalError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found: Vec<RecordedEvent> = Vec::new();
        let mut passed = after;
        while found.len() < limit {
            let asked = (limit - found.len()).saturating_add(SLACK).min(PAGE);
            let page = self.of_all(passed, asked).await?;
            let ended = page.len() < asked;
            // The server gives the event at the position again.
            let news = page
                .into_iter()
                .filter(|event| event.position.commit > passed.0);
            let mut last = passed;
            for event in news {
                last = Position(event.position.commit);
                if self.names.has(&event.stream_id) && found.len() < limit {
                    found.push(event);
                }
            }
            if ended || last == passed {
                break;
            }
            passed = last;
        }
        self.with_boxes(&found).await
    }

    pub(super) async fn find(&self, event: EventId) -> Result<Option<Recorded>, JournalError> {
        let Some(attempt) = self.boxes.place(event).await? else {
            return Ok(None);
        };
        let there = self.at(attempt).await?;
        let there: Vec<_> = there
            .into_iter()
            .filter(|there| there.id == event.uuid())
            .collect();
        Ok(self.with_boxes(&there).await?.pop())
    }

    /// A command: wherever it may have been appended, the event there says whether it was.
    pub(super) async fn command(&self, id: CommandId) -> Result<Option<Found>, JournalError> {
        for attempt in self.boxes.attempts(id).await? {
            if let Some(found) = self.command_at(id, attempt).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn command_at(
        &self,
        id: CommandId,
        attempt: Attempt,
    ) -> Result<Option<Found>, JournalError> {
        let Some(there) = self.at(attempt).await? else {
            return Ok(None);
        };
        let under = stored::under(&there)?;
        if under.command != id {
            return Ok(None);
        }
        self.whole(attempt.stream, under).await.map(Some)
    }

    /// The append that an event was recorded in; it is there as a whole.
    async fn whole(&self, stream: StreamId, under: Under) -> Result<Found, JournalError> {
        let (first, last) = (under.first, under.last);
        let first = self
            .at(Attempt {
                stream,
                revision: first,
            })
            .await?;
        let last = self
            .at(Attempt {
                stream,
                revision: last,
            })
            .await?;
        let (Some(first), Some(last)) = (first, last) else {
            return Err(JournalError::damaged(None, "an append is not whole"));
        };
        Ok(Found {
            event: EventId::new(first.id),
            command: Command {
                content: under.content,
                stream,
                note: under.note,
                place: Place {
                    first: Position(first.position.commit),
                    last: Position(last.position.commit),
                    revision: under.last,
                },
            },
        })
    }

    /// Position of our newest event.
    pub(super) async fn head(&self) -> Result<Position, JournalError> {
        let last = self.last().await?;
        Ok(last.map_or(Position(0), |last| Position(last.position.commit)))
    }

    /// Our newest event.
    pub(super) async fn newest(&self) -> Result<Option<Recorded>, JournalError> {
        let last: Vec<_> = self.last().await?.into_iter().collect();
        Ok(self.with_boxes(&last).await?.pop())
    }

    /// Our newest event as it is stored, looked for from the end of the log.
    async fn last(&self) -> Result<Option<RecordedEvent>, JournalError> {
        let mut from = StreamPosition::End;
        loop {
            let options = ReadAllOptions::default()
                .position(from)
                .backwards()
                .max_count(PAGE)
                .requires_leader(true)
                .deadline(self.connection.patience());
            let options = &options;
            let page = self
                .connection
                .read(|client| async move { all_of(client.read_all(options).await?).await })
                .await?
                .unwrap_or_default();
            let asked_again = page.len() == PAGE;
            let oldest = page.last().map(|oldest| oldest.position);
            let ours = |event: &RecordedEvent| self.names.has(&event.stream_id);
            match (page.into_iter().find(ours), oldest) {
                (Some(found), _) => return Ok(Some(found)),
                (None, Some(oldest)) if asked_again => {
                    from = StreamPosition::Position(oldest);
                }
                (None, _) => return Ok(None),
            }
        }
    }

    /// The event at one place of a stream.
    pub(super) async fn at(&self, place: Attempt) -> Result<Option<RecordedEvent>, JournalError> {
        let mut page = self.of_stream(place.stream, place.revision, 1).await?;
        Ok(page.pop())
    }

    async fn of_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, JournalError> {
        // The server counts revisions in 63 bits.
        if from.0 > i64::MAX as u64 {
            return Ok(Vec::new());
        }
        let name = &self.names.of(stream);
        let options = &ReadStreamOptions::default()
            .position(StreamPosition::Position(from.0))
            .max_count(limit)
            .requires_leader(true)
            .deadline(self.connection.patience());
        let read = |client: Client| async move {
            all_of(client.read_stream(name.as_str(), options).await?).await
        };
        Ok(self.connection.read(read).await?.unwrap_or_default())
    }

    async fn of_all(
        &self,
        from: Position,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, JournalError> {
        let options = &ReadAllOptions::default()
            .position(place64(from))
            .max_count(limit)
            .requires_leader(true)
            .deadline(self.connection.patience());
        let read = |client: Client| async move { all_of(client.read_all(options).await?).await };
        Ok(self.connection.read(read).await?.unwrap_or_default())
    }

    /// Puts the boxes to the events.
    async fn with_boxes(&self, events: &[RecordedEvent]) -> Result<Vec<Recorded>, JournalError> {
        let read = events
            .iter()
            .map(|event| stored::unboxed(event, &self.names))
            .collect::<Result<Vec<_>, _>>()?;
        let boxed = read.iter().filter(|event| event.boxed);
        let ids = boxed.map(|event| event.recorded.event.envelope.id);
        let mut boxes = self.boxes.of(ids).await?;
        read.into_iter()
            .map(|event| {
                let kept = boxes.remove(&event.recorded.event.envelope.id);
                event.with(kept)
            })
            .collect()
    }
}

/// Our position as the server's. Each event of an append has a commit position of its own, which
/// is that of its prepare record too: appends over gRPC are written committed.
pub(super) fn place64(position: Position) -> StreamPosition<Place64> {
    match position {
        Position(0) => StreamPosition::Start,
        Position(place) => StreamPosition::Position(Place64 {
            commit: place,
            prepare: place,
        }),
    }
}

/// Every event of an answer; a link stands for itself.
async fn all_of(mut answer: ReadStream) -> Result<Vec<RecordedEvent>, Error> {
    let mut events = Vec::new();
    while let Some(next) = answer.next().await? {
        events.extend(next.link.or(next.event));
    }
    Ok(events)
}

//! All that a store has recorded, command by command, in store order: for whoever copies it whole.

use lanyard_events::{CommandId, Position, Recorded};
use tokio::sync::mpsc;

use crate::error::JournalError;
use crate::port::{Append, Command};

/// Chapters that are read ahead of whoever takes them.
const READ_AHEAD: usize = 1_024;

/// One command and all that it recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its id.
    pub id: CommandId,
    /// What is kept of it.
    pub command: Command,
    /// Its events; at least one, all of one commit.
    pub events: Vec<Recorded>,
}

impl Chapter {
    /// The append by which another store records the same.
    #[must_use]
    pub fn into_append(self) -> Append {
        let events: Vec<_> = self.events.into_iter().map(|it| it.event).collect();
        let first = events.first().map_or(0, |it| it.envelope.revision.0);
        Append {
            stream: self.command.stream,
            expected: first.checked_sub(1).map(lanyard_events::Revision),
            command: self.id,
            content: self.command.content,
            note: self.command.note,
            expires_at: None,
            events,
        }
    }
}

/// A store as it was at one moment. What is recorded meanwhile is not in it.
#[derive(Debug)]
pub struct History {
    chapters: mpsc::Receiver<Result<Chapter, JournalError>>,
}

/// The end that reads the store.
pub(crate) struct Teller {
    chapters: mpsc::Sender<Result<Chapter, JournalError>>,
    /// The last position told.
    told: u64,
}

impl History {
    pub(crate) fn new() -> (Teller, Self) {
        let (tell, chapters) = mpsc::channel(READ_AHEAD);
        let teller = Teller {
            chapters: tell,
            told: 0,
        };
        (teller, Self { chapters })
    }

    /// The next chapter; none at the end.
    ///
    /// # Errors
    /// The store fails, or events and commands do not fit together. Nothing comes after that.
    pub async fn next(&mut self) -> Result<Option<Chapter>, JournalError> {
        self.chapters.recv().await.transpose()
    }
}

impl Teller {
    /// Position after which the next command must begin.
    pub(crate) fn told(&self) -> Position {
        Position(self.told)
    }

    /// A chapter of a command and the events that follow in the store, checked to be its own.
    pub(crate) fn chapter(
        &mut self,
        id: CommandId,
        command: Command,
        events: Vec<Recorded>,
    ) -> Result<Chapter, JournalError> {
        let place = command.place;
        let damaged = |found| Err(JournalError::damaged(Some(place.first), found));
        if place.first.0 != self.told + 1 || place.last < place.first {
            return damaged("an event is of no command, or of two");
        }
        let whole = events.len() as u64 == place.last.0 - self.told
            && events.last().map(|it| it.position) == Some(place.last);
        let own = events.iter().all(|it| {
            it.event.envelope.stream == command.stream
                && (it.recorded_minute, it.not_before)
                    == (events[0].recorded_minute, events[0].not_before)
        });
        let revision = events.last().map(|it| it.event.envelope.revision);
        if !whole || !own || revision != Some(place.revision) {
            return damaged("a command is not of the events that it names");
        }
        self.told = place.last.0;
        Ok(Chapter {
            id,
            command,
            events,
        })
    }

    /// Passes it on; false when nobody listens any more.
    pub(crate) async fn tell(&self, chapter: Result<Chapter, JournalError>) -> bool {
        self.chapters.send(chapter).await.is_ok()
    }

    /// As `tell`, on a thread that may block.
    pub(crate) fn tell_blocking(&self, chapter: Result<Chapter, JournalError>) -> bool {
        self.chapters.blocking_send(chapter).is_ok()
    }
}

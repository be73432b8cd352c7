//! One transaction for many appends: everything is checked before anything is inserted, so a
//! refused append touches nothing and no savepoint is needed.

use std::sync::Arc;

use lanyard_events::{At, Position, Revision, StreamId};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Statement, params};

use super::columns::{self, Stamped};
use super::faults::{Faults, Step};
use super::file::engine;
use super::heads::SharedHeads;
use super::syncing::Shared;
use super::tables;
use crate::error::{JournalError, Malformed};
use crate::port::{Append, Command, Outcome, Place, Refused, Stamp};
use crate::waiting::{MINUTE_ROUNDS, Verdict, Waiting, leave_out_expired, place, settle};

/// What became of one attempt at a transaction.
enum Attempt {
    Committed,
    /// Rolled back, since an append had to be left out or the minute changed.
    Again,
}

/// The one who writes: prepared statements, heads in memory, the next position.
pub(super) struct Recorder<'c> {
    pub(super) connection: &'c Connection,
    stamp: Arc<dyn Stamp>,
    pub(super) heads: SharedHeads,
    /// Position of the newest committed event.
    pub(super) head: u64,
    /// A commit failed and could not be voided: what is in the log is not known.
    pub(super) in_doubt: bool,
    pub(super) faults: Faults,
    /// What the syncing thread says of what was committed.
    pub(super) shared: Arc<Shared>,
    /// How often a failed sync was settled.
    pub(super) settled: u64,
    /// What was added to every event of the last attempt.
    pub(super) stamped: Stamped,
    insert_event: Statement<'c>,
    insert_box: Statement<'c>,
    insert_command: Statement<'c>,
    command: Statement<'c>,
    stream_head: Statement<'c>,
}

impl<'c> Recorder<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        stamp: Arc<dyn Stamp>,
        head: Position,
        heads: SharedHeads,
        shared: Arc<Shared>,
    ) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            stamp,
            heads,
            head: head.0,
            in_doubt: false,
            faults: Faults::default(),
            shared,
            settled: 0,
            stamped: Stamped::default(),
            insert_event: connection.prepare(tables::INSERT_EVENT)?,
            insert_box: connection.prepare(tables::INSERT_BOX)?,
            insert_command: connection.prepare(tables::INSERT_COMMAND)?,
            command: connection.prepare(tables::COMMAND)?,
            stream_head: connection.prepare(tables::STREAM_HEAD)?,
        })
    }

    /// Records a batch and gives every append its verdict. Nothing counts before the commit.
    pub(super) fn record(&mut self, batch: &mut [Waiting]) {
        let mut round = 0;
        let ended = loop {
            match self.attempt(batch, round) {
                Ok(Attempt::Committed) => break Ok(()),
                Ok(Attempt::Again) => round += 1,
                Err(error) => break Err(error),
            }
        };
        settle(batch, &ended);
    }

    fn attempt(&mut self, batch: &mut [Waiting], round: u32) -> Result<Attempt, JournalError> {
        // 1. What an earlier failed commit or sync left behind is settled first.
        if self.in_doubt {
            self.settle_doubt()?;
        }
        if self.shared.has_failed() {
            self.settle_sync()?;
        }
        // 2. One transaction; this thread is the only writer, so it never waits.
        self.faults.at(Step::Begin).map_err(engine)?;
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(engine)?;
        let began = self.stamp.now();
        // 3. Judge each append and insert those that may be.
        let last = match self.insert(batch, began) {
            Ok(Some(last)) => last,
            Ok(None) => return self.roll_back().map(|()| Attempt::Again),
            Err(error) => {
                self.roll_back()?;
                return Err(error);
            }
        };
        // 4. Immediately before the commit: nothing has expired, and the minute is still true.
        let now = self.stamp.now();
        let expired = leave_out_expired(batch, now);
        if expired || (now.minute() != began.minute() && round < MINUTE_ROUNDS) {
            return self.roll_back().map(|()| Attempt::Again);
        }
        // 5. In the write-ahead log; 6 and 7, durable and known, are the syncing thread's.
        self.commit(last).map(|()| Attempt::Committed)
    }

    /// The position of the last event inserted, or none when an append was found that can never be.
    fn insert(&mut self, batch: &mut [Waiting], now: At) -> Result<Option<u64>, JournalError> {
        self.stamped = Stamped {
            recorded_minute: now.minute(),
            not_before: self.stamp.not_before(),
        };
        let mut last = self.head;
        for waiting in batch {
            if matches!(waiting.verdict, Verdict::Settled(_)) {
                continue;
            }
            let outcome = match self.judge(&waiting.append, last, now)? {
                Judged::May(place) => match self.insert_one(&waiting.append, &place) {
                    Ok(()) => Outcome::Recorded(place),
                    Err(error) if is_known_event(&error) => {
                        waiting.verdict = Verdict::Settled(Err(Malformed::EventIdUsed.into()));
                        return Ok(None);
                    }
                    Err(error) => return Err(engine(error)),
                },
                Judged::Not(outcome) => outcome,
            };
            if let Outcome::Recorded(place) = outcome {
                last = place.last.0;
                self.heads.lock().set(waiting.append.stream, place.revision);
            }
            waiting.verdict = Verdict::IfCommitted(outcome);
        }
        Ok(Some(last))
    }

    /// A command recorded before comes first: whoever repeats it gets the first answer, even when
    /// the stream has moved on or the time has passed.
    fn judge(&mut self, append: &Append, last: u64, now: At) -> Result<Judged, JournalError> {
        let actual = self.stream_head(&append.stream)?;
        let expired = append.expires_at.is_some_and(|end| now >= end);
        if actual == append.expected && !expired {
            let place = place(append, last);
            // Inserting is the look-up too: nothing changes where the command is there already.
            let inserted = columns::insert_command(&mut self.insert_command, append, &place)
                .map_err(engine)?;
            if inserted == 1 {
                return Ok(Judged::May(place));
            }
        }
        let outcome = match self.recorded_command(append)? {
            Some(command) if command.content != append.content => {
                Outcome::Refused(Refused::CommandReused)
            }
            Some(Command { place, note, .. }) => Outcome::Replayed { place, note },
            None if expired => Outcome::Refused(Refused::Expired),
            None => Outcome::Refused(Refused::Conflict { actual }),
        };
        Ok(Judged::Not(outcome))
    }

    fn insert_one(&mut self, append: &Append, place: &Place) -> rusqlite::Result<()> {
        self.faults.at(Step::Insert)?;
        for (position, event) in (place.first.0..).zip(&append.events) {
            columns::insert_event(&mut self.insert_event, position, event, &self.stamped)?;
            if let Some(sealed) = &event.sealed_box {
                self.insert_box.execute(params![
                    position.cast_signed(),
                    sealed.key_id,
                    sealed.box_salt,
                    sealed.ciphertext,
                ])?;
            }
        }
        Ok(())
    }

    fn stream_head(&mut self, stream: &StreamId) -> Result<Option<Revision>, JournalError> {
        if let Some(revision) = self.heads.lock().get(stream) {
            return Ok(Some(revision));
        }
        let found: Option<i64> = self
            .stream_head
            .query_row([stream.to_bytes()], |row| row.get(0))
            .optional()
            .map_err(engine)?;
        Ok(found.map(|revision| Revision(revision.cast_unsigned())))
    }

    fn recorded_command(&mut self, append: &Append) -> Result<Option<Command>, JournalError> {
        self.command
            .query_row([append.command.as_bytes()], |row| Ok(columns::command(row)))
            .optional()
            .map_err(engine)?
            .transpose()
    }
}

/// Whether an append may be recorded.
enum Judged {
    /// It may, here; its command's row is inserted.
    May(Place),
    /// It may not, or was before.
    Not(Outcome),
}

/// Whether an insert failed because an event with this id is recorded already.
fn is_known_event(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(code, Some(text))
        if code.code == ErrorCode::ConstraintViolation && text.contains("events.id"))
}

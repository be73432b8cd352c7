//! The end of a transaction: in the log, or undone, or found out.

use std::sync::Arc;

use super::batch::Recorder;
use super::faults::Step;
use super::file::{engine, move_log};
use super::tables;
use crate::error::{JournalError, Trouble};

impl Recorder<'_> {
    /// Writes the transaction into the log, or finds out what became of it.
    pub(super) fn commit(&mut self, last: u64) -> Result<(), JournalError> {
        let committed = self
            .faults
            .at(Step::BeforeCommit)
            .and_then(|()| self.connection.execute_batch("COMMIT"))
            .and_then(|()| self.faults.at(Step::AfterCommit));
        let Err(error) = committed else {
            self.head = last;
            return Ok(());
        };
        tracing::error!(%error, "a commit failed");
        self.in_doubt = true;
        match self.settle_doubt() {
            Ok(()) if self.head == last => Ok(()),
            Ok(()) => Err(engine(error)),
            Err(_) => Err(JournalError::InDoubt {
                source: Arc::new(error),
            }),
        }
    }

    /// After a failed commit the log may hold a whole transaction that a restart would bring back.
    /// A small commit of our own takes its place, or comes after it: once that is durable what the
    /// store holds is certain, and only then is "not recorded" said.
    pub(super) fn settle_doubt(&mut self) -> Result<(), JournalError> {
        self.roll_back()?;
        self.faults.at(Step::Void).map_err(engine)?;
        self.connection.execute(tables::VOID, []).map_err(engine)?;
        let head: Option<i64> = self
            .connection
            .query_row(tables::HEAD, [], |row| row.get(0))
            .map_err(engine)?;
        self.head = head.map_or(0, i64::cast_unsigned);
        self.in_doubt = false;
        Ok(())
    }

    /// After a failed sync the disk may have lost what it was given and say nothing of it the next
    /// time. All of the log is moved into the file, which is synced by itself: then everything
    /// committed is durable, though those who waited for it were told that it is in doubt.
    pub(super) fn settle_sync(&mut self) -> Result<(), JournalError> {
        if !move_log(self.connection, "TRUNCATE").map_err(engine)? {
            return Err(JournalError::Unavailable {
                trouble: Trouble::Failing,
                source: None,
            });
        }
        self.settled += 1;
        self.shared.is_settled();
        Ok(())
    }

    /// Leaves no transaction open and forgets the heads that were set within it.
    pub(super) fn roll_back(&mut self) -> Result<(), JournalError> {
        self.heads.lock().clear();
        if self.connection.is_autocommit() {
            return Ok(());
        }
        self.connection.execute_batch("ROLLBACK").map_err(|error| {
            self.in_doubt = true;
            engine(error)
        })
    }
}

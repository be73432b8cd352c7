//! Places where the suite makes the store fail; nothing at all in a build without it.

/// A step of recording a batch, as numbered in `batch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Opening the transaction.
    Begin,
    /// Inserting an append's events.
    Insert,
    /// The commit, before it takes effect.
    BeforeCommit,
    /// The commit, after it took effect but before that is known.
    AfterCommit,
    /// The small commit that settles what became of a failed one.
    Void,
    /// Making a commit durable.
    Sync,
}

/// Steps that are to fail, each once.
#[derive(Debug, Default)]
pub(super) struct Faults {
    #[cfg(any(test, feature = "contract"))]
    armed: Vec<Step>,
}

#[cfg(any(test, feature = "contract"))]
impl Faults {
    /// The next time this step is reached it fails, as a disk that cannot be written does.
    pub(super) fn arm(&mut self, step: Step) {
        self.armed.push(step);
    }

    /// Whether the step fails now.
    pub(super) fn at(&mut self, step: Step) -> rusqlite::Result<()> {
        let Some(place) = self.armed.iter().position(|armed| *armed == step) else {
            return Ok(());
        };
        self.armed.remove(place);
        Err(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC),
            None,
        ))
    }
}

#[cfg(not(any(test, feature = "contract")))]
impl Faults {
    #[allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the suite's build can fail here"
    )]
    #[inline]
    pub(super) fn at(&mut self, _: Step) -> rusqlite::Result<()> {
        Ok(())
    }
}

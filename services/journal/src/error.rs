//! What can go wrong with a store, apart from refusals.

use std::error::Error as StdError;
use std::sync::Arc;

use lanyard_events::Position;
use thiserror::Error;

/// The engine's own error below ours; shared, since one failed commit answers many appends.
pub type Cause = Arc<dyn StdError + Send + Sync>;

/// Why the store could not do what was asked.
#[derive(Debug, Clone, Error)]
pub enum JournalError {
    /// The store cannot be used now. An append so answered is not recorded; a later retry may work.
    #[error("the store is not available: {trouble}")]
    Unavailable {
        /// In a word.
        trouble: Trouble,
        /// The engine's own error.
        #[source]
        source: Option<Cause>,
    },
    /// The commit failed in a way that leaves open whether the append is recorded: ask for its
    /// command, or repeat it with the same command id.
    #[error("the store failed while committing, and whether the events are recorded is not known")]
    InDoubt {
        /// The engine's own error.
        #[source]
        source: Cause,
    },
    /// What is stored is not what was recorded: nothing is to be served before it is looked into.
    #[error("the store is damaged{}: {found}", at(*.position))]
    Corrupt {
        /// Where, if known.
        position: Option<Position>,
        /// What is wrong.
        found: &'static str,
        /// The engine's own error, if it was the engine that noticed.
        #[source]
        source: Option<Cause>,
    },
    /// Another process has the store open.
    #[error("the store is in use by another process; one process at a time may open it")]
    InUse,
    /// The store was closed by `Journal::close`.
    #[error("the store has been closed")]
    Closed,
    /// The append can never be recorded as it is.
    #[error("the append is malformed")]
    Malformed(#[from] Malformed),
}

/// What keeps the store from working.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Trouble {
    /// No room left.
    #[error("the disk is full; make room, then try again")]
    DiskFull,
    /// Not writable.
    #[error("it cannot be written: the folder is missing, read-only or not permitted")]
    NotWritable,
    /// No connection, or no answer in time.
    #[error("the server cannot be reached, or does not answer in time")]
    Away,
    /// Waiting does not cure it.
    #[error("{0}")]
    Settings(&'static str),
    /// Reading or writing failed.
    #[error("reading or writing it failed")]
    Failing,
}

/// What makes an append impossible at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Malformed {
    /// Nothing to record.
    #[error("it holds no events")]
    NoEvents,
    /// An event is of another stream than the append.
    #[error("an event is of another stream")]
    OtherStream,
    /// Revisions do not follow the expected one without a gap.
    #[error("its revisions do not follow the expected one")]
    OtherRevision,
    /// `prev` is missing after revision 0, or given at it.
    #[error("an event is not chained to the one before it")]
    Unchained,
    /// Commitments are missing or cut.
    #[error("an event's commitments are not whole")]
    Commitments,
    /// Ids of events are new at every attempt; this one is recorded already.
    #[error("an event's id is already recorded")]
    EventIdUsed,
}

fn at(position: Option<Position>) -> String {
    position.map_or_else(String::new, |Position(place)| {
        format!(" at position {place}")
    })
}

impl JournalError {
    /// Damage that our own checks found.
    pub(crate) const fn damaged(position: Option<Position>, found: &'static str) -> Self {
        Self::Corrupt {
            position,
            found,
            source: None,
        }
    }
}

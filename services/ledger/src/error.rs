//! Why a ledger does not start, follow, sign or answer.

use std::io;
use std::path::{Path, PathBuf};

use lanyard_events::Position;
use lanyard_evidence::tree::TreeError;
use lanyard_evidence::verify::VerifyError;
use lanyard_evidence::{LeafIndex, TreeSize};
use lanyard_journal::JournalError;
use thiserror::Error;

/// Everything that a ledger refuses or fails at.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// The system refused to read or write a file.
    #[error("cannot {doing} {}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The signing key belongs to another log, or the name ends as an inner log's does.
    #[error(
        "the log is named {origin} and its key {key}; both must be the same, and no log's name may end in \"/inner\""
    )]
    Origin {
        /// Name of the log.
        origin: String,
        /// Name of the key.
        key: String,
    },
    /// One folder cannot be both.
    #[error(
        "{} is given for the working tiles and for the published log; they must be two folders",
        folder.display()
    )]
    OneFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The lock would be lost or restored together with what it guards.
    #[error(
        "the checkpoint lock {} is inside {}; it must lie outside, so that no backup of the data brings an old lock back",
        lock.display(), folder.display()
    )]
    LockInside {
        /// The lock.
        lock: PathBuf,
        /// The folder it is in.
        folder: PathBuf,
    },
    /// The lock cannot be read.
    #[error(
        "line {line} of the checkpoint lock {lock} is not \"<log> <size> <root>\", or names a log twice; put the newest intact copy back"
    )]
    LockDamaged {
        /// The lock.
        lock: String,
        /// Line, counted from 1.
        line: usize,
    },
    /// The place of the lock does not answer.
    #[error("the checkpoint lock {lock} cannot be read or written now")]
    LockAway {
        /// The lock.
        lock: String,
        /// What its place said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Only one of the log's two lines is there.
    #[error(
        "the checkpoint lock {lock} has no line for {origin} but one for its other checkpoints; a line was removed: put the newest intact copy back"
    )]
    LockIncomplete {
        /// The lock.
        lock: String,
        /// The log whose line is missing.
        origin: String,
    },
    /// The lock does not know a log that exists.
    #[error(
        "the checkpoint lock {lock} does not know the log {origin}, whose record goes up to position {head} or was published before; put the lock back where it was, or check its address and the log's name. If the lock is lost for good, a new log must be opened by \"restore --after-loss\""
    )]
    LockLost {
        /// The lock.
        lock: String,
        /// The log it does not know.
        origin: String,
        /// Position of the newest event in the store.
        head: u64,
    },
    /// The lock knows less than was published.
    #[error(
        "the published log has {published} leaves and the checkpoint lock only {locked}; the lock is an old copy: put the newest one back"
    )]
    LockOlder {
        /// Size of the published checkpoint.
        published: TreeSize,
        /// Size in the lock.
        locked: TreeSize,
    },
    /// The store ends before a signed checkpoint.
    #[error(
        "the store has {found} events and a checkpoint over {locked} was signed; the store is empty or an old copy: restore a newer one, or open a new log by \"restore --after-loss\""
    )]
    Behind {
        /// Events in the store.
        found: TreeSize,
        /// Largest size in the lock.
        locked: TreeSize,
    },
    /// The store has another history than was signed.
    #[error(
        "the first {size} events of the store do not give the root that was signed at {size}; the store was changed or is another log's: restore the right one and have the difference looked into"
    )]
    Forked {
        /// Size at which the roots differ.
        size: TreeSize,
    },
    /// Only one process of an installation signs, and this is another.
    #[error("this process follows the log and does not sign; the worker does")]
    NotTheSigner,
    /// A checkpoint that was handed over is not the log's.
    #[error("a checkpoint that was handed over is not signed by the log's key")]
    Foreign(#[source] VerifyError),
    /// Somebody else has moved the lock.
    #[error(
        "the checkpoint lock says that {origin} was signed at {found}, which this process has not done; another process signs for the same log: stop one of them"
    )]
    ForeignSigner {
        /// The log.
        origin: String,
        /// Size in the lock.
        found: TreeSize,
    },
    /// The lock's line for this log disappeared while running.
    #[error("the checkpoint lock no longer has a line for {origin}; put the file back")]
    LockGone {
        /// The log.
        origin: String,
    },
    /// An event was left out, or the store's positions have a gap.
    #[error("the tree has {size} leaves and was given the event at position {} next", found.0)]
    OutOfOrder {
        /// Leaves in the tree.
        size: TreeSize,
        /// Position of the event.
        found: Position,
    },
    /// An event's commitments are not whole.
    #[error(
        "the event at position {} has no whole commitments; the store is damaged",
        position.0
    )]
    Commitments {
        /// Position of the event.
        position: Position,
    },
    /// A tile is not what the tree says.
    #[error(
        "the tile {} is damaged; remove the folder of working tiles while nothing runs, and it is made anew from the store",
        path.display()
    )]
    TileDamaged {
        /// The tile's file.
        path: PathBuf,
    },
    /// What says which leaf is which event's does not say it.
    #[error(
        "the file {} does not hold the positions of the events that the tree has; remove the folder of working tiles while nothing runs, and it is made anew from the store",
        path.display()
    )]
    PositionsDamaged {
        /// The file.
        path: PathBuf,
    },
    /// A receipt was asked for with another leaf than is at that place.
    #[error("leaf {index} of the log is not the one given")]
    OtherLeaf {
        /// Place in the log.
        index: LeafIndex,
    },
    /// What is in the public folder is not this log's.
    #[error(
        "the checkpoint in {} is not one of this log; check the path, or move the folder away and it is published anew",
        folder.display()
    )]
    Published {
        /// The public folder.
        folder: PathBuf,
        /// What is wrong with it.
        #[source]
        source: VerifyError,
    },
    /// A proof cannot be made.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The store could not be read.
    #[error("the store cannot be read")]
    Journal(#[from] JournalError),
    /// The process is shutting down.
    #[error("interrupted by the end of the process")]
    Interrupted,
}

impl LedgerError {
    /// Whether the same call may work later without anybody changing the set-up: a full disk, say.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::File { .. }
                | Self::LockAway { .. }
                | Self::Journal(JournalError::Unavailable { .. })
                | Self::Interrupted
        )
    }

    /// For `map_err`: names what was tried with which file.
    pub(crate) fn file<'a>(
        doing: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::File {
            doing,
            path: path.to_owned(),
            source,
        }
    }
}

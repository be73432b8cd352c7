//! Why something is refused.

use thiserror::Error;

use crate::checkpoint::CheckpointError;
use crate::note::NoteError;
use crate::proof::ProofError;
use crate::tile::TileError;
use crate::tree::TreeError;
use crate::{LeafIndex, TreeSize};

/// Why a receipt, a checkpoint or a log folder is refused. Paths are below the folder.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VerifyError {
    /// The key of that name is a witness's where the log's is asked for, or the other way round.
    #[error("the key {0} is of the wrong type: a log key is of type 1, a witness key of type 4")]
    KeyRole(String),
    /// The inner key of that name where the outside one is asked for.
    #[error(
        "the key {0} is an inner key; give the log's outside key, from which the inner one is derived"
    )]
    InnerKey(String),
    /// Signed as that log, and the key is of this one.
    #[error(
        "the checkpoint is of the log {0} and the key is of the log {1}; this is evidence about another log, or the name was changed"
    )]
    OtherLog(String, String),
    /// The note or a signature.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text of the checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The text of the receipt.
    #[error(transparent)]
    Receipt(#[from] ProofError),
    /// The proof.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The file of that path (none: the folder) cannot be read, for that reason.
    #[error(
        "\"{0}\" in the log folder cannot be read ({1}); nothing can be said about the log without it"
    )]
    Unreadable(String, String),
    /// The needed file of that path is not there.
    #[error(
        "{0} is missing from the log folder, and the checkpoint needs it; part of the log was removed or not copied"
    )]
    Missing(String),
    /// The file of that path is not needed.
    #[error(
        "{0} is in the log folder and the checkpoint does not need it; what no signature covers must not lie beside what one does"
    )]
    NotNeeded(String),
    /// The tile of that path is malformed.
    #[error("{0} in the log folder is malformed")]
    Tile(String, #[source] TileError),
    /// The tile of that path has at that place, from 0, another hash than what is below it gives.
    #[error(
        "hash {1} of {0} is not the hash of what is below it; that tile or the entries under it were changed"
    )]
    TileDiffers(String, usize),
    /// All tiles agree with each other, and that many leaves not with the signature.
    #[error(
        "the {0} leaves in the log folder do not give the signed root; leaves were changed and their tiles made anew, or the checkpoint is of another history"
    )]
    RootDiffers(TreeSize),
    /// The older checkpoint, of the first size, is of another history than this one, of the second.
    #[error(
        "the first {0} of the {1} leaves are not those signed in the older checkpoint; the log was shortened or rewritten after that was signed"
    )]
    NotAppendOnly(TreeSize, TreeSize),
}

/// Where a store first deviates from its log. Events are counted from 0 in store order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// That event's commitments have that many bytes.
    #[error(
        "event {0} of the store has {1} bytes of commitments, which is not 32 for each of at least 12 fields; the row was changed"
    )]
    Commitments(LeafIndex, usize),
    /// That event's metadata field differs from what was committed to.
    #[error(
        "event {0} of the store: {1} is not what the event committed to; the column was changed after it was recorded"
    )]
    Field(LeafIndex, &'static str),
    /// The log published another leaf at that place.
    #[error(
        "event {0} of the store is not the one the log has at that place; an event was changed, removed, added or moved here"
    )]
    Leaf(LeafIndex),
    /// At that place the stream of that name continues with the first revision, not the second.
    #[error(
        "event {0} of the store is revision {2} of {1}, where {3} should come; an event of that stream was removed, added or moved before here"
    )]
    Revision(LeafIndex, String, String, u64),
    /// That event does not link to the one before it in the stream of that name.
    #[error(
        "event {0} of the store does not link to the event before it in {1}; that earlier event, or this one, was changed"
    )]
    Prev(LeafIndex, String),
    /// The store agrees with the checkpoint of the first size and not with that of the second.
    #[error(
        "the first {1} events of the store do not give the root signed at {1}; an event from {0} on was changed, removed, added or moved"
    )]
    Root(TreeSize, TreeSize),
    /// The store has the first number of events, and the second was signed.
    #[error(
        "the store has {0} events and a checkpoint was signed over {1}; events were removed from its end, or it is an older copy"
    )]
    Short(TreeSize, TreeSize),
}

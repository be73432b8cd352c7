//! What can go wrong with a view. No text here ever holds content.

use lanyard_events::Position;

/// A text is not a cursor of this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not one that this list gave out")]
pub struct CursorError;

/// A view could not be opened, fed or read.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// Events were left out before this one.
    #[error("the event at position {} was handed over and the view is at {}; there are others between", found.0, reached.0)]
    Gap {
        /// The position of the event that was applied last.
        reached: Position,
        /// The position handed over.
        found: Position,
    },
    /// The file cannot be written or read now: disk full, locked, input or output error.
    #[error("the view file is not available")]
    Unavailable(#[source] rusqlite::Error),
    /// The file is damaged; the next start removes and rebuilds it.
    #[error("the view file is damaged and has to be rebuilt")]
    Corrupt(#[source] rusqlite::Error),
    /// A stored value has a shape this release does not write.
    #[error("a stored value of a view does not fit: {0}")]
    Stored(&'static str),
    /// The folder or a file in it cannot be used.
    #[error("the folder of the views cannot be used")]
    Folder(#[source] std::io::Error),
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
}

impl From<rusqlite::Error> for ViewError {
    fn from(error: rusqlite::Error) -> Self {
        if is_corrupt(&error) {
            Self::Corrupt(error)
        } else {
            Self::Unavailable(error)
        }
    }
}

impl From<std::io::Error> for ViewError {
    fn from(error: std::io::Error) -> Self {
        Self::Folder(error)
    }
}

/// Waiting for a position ended without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WaitError {
    /// The time ran out.
    #[error("the views did not reach the position in time")]
    TimedOut,
    /// The views were closed meanwhile.
    #[error("the views were closed")]
    Closed,
}

/// Why one event could not be applied.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The event itself: its stream is parked with this code.
    Poison(&'static str),
    /// The file: the whole batch is given back.
    Failed(rusqlite::Error),
}

/// The history cannot have come about through the domain's rules.
pub(crate) const IMPOSSIBLE: Fault = Fault::Poison("impossible_history");
/// A stored value that should be JSON of this release is not.
pub(crate) const UNREADABLE_ROW: Fault = Fault::Poison("unreadable_row");

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) {
            Self::Poison("constraint")
        } else {
            Self::Failed(error)
        }
    }
}

fn is_corrupt(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase)
    )
}

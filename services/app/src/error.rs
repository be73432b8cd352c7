//! How a use case can end other than well. The edge maps each to one answer.

use lanyard_domain::Refusal;
use lanyard_events::Revision;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Absent or denied: nobody learns which (design.md 5).
    #[error("there is nothing here that you may see")]
    NotShown,
    /// Visible, but this is not allowed.
    #[error("you may see this but not do that")]
    Forbidden,
    /// A rule of the domain says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A change needs the revision that it was made on.
    #[error("say which revision you have changed, by If-Match")]
    PreconditionRequired,
    /// Somebody else changed it first.
    #[error("it has changed since you read it")]
    Stale {
        /// The revision now.
        current: Revision,
    },
    /// The key was used before for something else.
    #[error("this Idempotency-Key was used before with other content")]
    CommandReused,
    /// A POST without a key.
    #[error("every POST needs an Idempotency-Key")]
    MissingIdempotencyKey,
    /// Three attempts met somebody else's change.
    #[error("others are changing this at the same time")]
    RaceLost,
    /// Known not to be recorded.
    #[error("nothing was recorded")]
    NotRecorded,
    /// Nobody can say; repeating with the same key is safe.
    #[error("it is not known whether this was recorded")]
    OutcomeUnknown,
    /// A new concern is kept and will be recorded once the recorder is back. Only raising one ends so.
    #[error("it is kept and will be recorded later")]
    Pending,
    /// The record cannot be reached.
    #[error("the record cannot be reached")]
    Unavailable,
    /// The place of evidence files cannot be reached, or none is set.
    #[error("evidence files cannot be reached")]
    FilesAway,
    /// A view has not got as far as the client has seen.
    #[error("this server has not caught up with what you have seen elsewhere")]
    Behind,
    /// The client claims a position that was never given out.
    #[error("the position lies beyond the end of the record")]
    PositionBeyondHead,
    /// A cursor that was not given out by this list.
    #[error("the cursor is not one that this list gave out")]
    BadCursor,
    /// A query that cannot be answered; says which part.
    #[error("{0}")]
    BadQuery(&'static str),
    /// A valid token, but nobody on the staff register, or somebody who has left.
    #[error("nobody on the staff register has this log-in")]
    UnknownPerson,
    /// A fault of ours. The chain is logged once, at the edge.
    #[error("{what}")]
    Internal {
        /// Which step failed.
        what: &'static str,
        /// Why.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
}

impl AppError {
    /// A fault of ours in a step, with its cause.
    pub(crate) fn internal(
        what: &'static str,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Internal {
            what,
            source: Some(Box::new(source)),
        }
    }
}

impl From<lanyard_journal::JournalError> for AppError {
    fn from(error: lanyard_journal::JournalError) -> Self {
        use lanyard_journal::JournalError as E;
        match error {
            E::Unavailable { .. } | E::InDoubt { .. } | E::InUse | E::Closed => {
                tracing::error!(%error, "the store is away");
                Self::Unavailable
            }
            E::Corrupt { .. } | E::Malformed(_) => Self::internal("the store", error),
        }
    }
}

impl From<lanyard_vault::VaultError> for AppError {
    fn from(error: lanyard_vault::VaultError) -> Self {
        Self::internal("the vault", error)
    }
}

impl From<lanyard_projections::ViewError> for AppError {
    fn from(error: lanyard_projections::ViewError) -> Self {
        use lanyard_projections::ViewError as E;
        match error {
            E::Cursor(_) => Self::BadCursor,
            other @ (E::Gap { .. }
            | E::Unavailable(_)
            | E::Corrupt(_)
            | E::Stored(_)
            | E::Folder(_)) => Self::internal("the views", other),
        }
    }
}

impl From<lanyard_ledger::LedgerError> for AppError {
    fn from(error: lanyard_ledger::LedgerError) -> Self {
        Self::internal("the log", error)
    }
}

//! What can go wrong with a PostgreSQL server, in the few kinds that matter to a caller.

use std::error::Error as StdError;
use std::sync::Arc;

use thiserror::Error;
use tokio_postgres::error::SqlState;

/// The driver's own error below ours. It names user and host at most, never the password.
pub type Cause = Arc<dyn StdError + Send + Sync>;

/// Why the server did not do what was asked.
#[derive(Debug, Clone, Error)]
pub enum Fault {
    /// There is no connection, or it was lost.
    #[error("the server cannot be reached")]
    Away(#[source] Option<Cause>),
    /// No answer in time, or a lock was held for too long.
    #[error("the server did not answer in time")]
    Slow(#[source] Option<Cause>),
    /// Nothing to be cured by waiting: what to do is said.
    #[error("{todo}")]
    Settings {
        /// What is to be changed.
        todo: &'static str,
        /// The driver's error.
        #[source]
        source: Option<Cause>,
    },
    /// The database is not what it should be.
    #[error("{found}")]
    NotOurs {
        /// What was found.
        found: &'static str,
        /// The driver's error, if it was the server that noticed.
        #[source]
        source: Option<Cause>,
    },
    /// No room left.
    #[error("the server's disk is full")]
    DiskFull(#[source] Cause),
    /// Not permitted, or a standby.
    #[error("the database cannot be written by this user")]
    NotWritable(#[source] Cause),
    /// Anything else.
    #[error("the server refused a statement")]
    Failing(#[source] Cause),
}

impl Fault {
    /// Something to be changed by whoever runs the installation.
    #[must_use]
    pub const fn settings(todo: &'static str) -> Self {
        Self::Settings { todo, source: None }
    }

    /// The database holds something else.
    #[must_use]
    pub const fn not_ours(found: &'static str) -> Self {
        Self::NotOurs {
            found,
            source: None,
        }
    }

    /// The driver's error alone, for whoever says the rest in words of their own.
    #[must_use]
    pub fn into_cause(self) -> Option<Cause> {
        match self {
            Self::Away(source)
            | Self::Slow(source)
            | Self::Settings { source, .. }
            | Self::NotOurs { source, .. } => source,
            Self::DiskFull(source) | Self::NotWritable(source) | Self::Failing(source) => {
                Some(source)
            }
        }
    }

    /// Whether the connection is gone: the same may work over a new one.
    #[must_use]
    pub const fn is_lost(&self) -> bool {
        matches!(self, Self::Away(_))
    }

    /// While connecting, what is no fault of the network is one of the settings.
    pub(crate) fn of_connecting(error: tokio_postgres::Error) -> Self {
        match Self::from(error) {
            Self::Failing(source) => Self::Settings {
                todo: "no connection can be agreed with the server: check password, sslmode and certificate",
                source: Some(source),
            },
            fault @ (Self::Away(_)
            | Self::Slow(_)
            | Self::Settings { .. }
            | Self::NotOurs { .. }
            | Self::DiskFull(_)
            | Self::NotWritable(_)) => fault,
        }
    }
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(state) = error.code().cloned() else {
            let of_network = error.is_closed()
                || error
                    .source()
                    .is_some_and(|source| source.is::<std::io::Error>());
            let cause: Cause = Arc::new(error);
            return if of_network {
                Self::Away(Some(cause))
            } else {
                Self::Failing(cause)
            };
        };
        let source: Cause = Arc::new(error);
        // The first two characters are the class (PostgreSQL manual, appendix A).
        match &state.code()[..2] {
            "08" => Self::Away(Some(source)),
            "28" | "3D" => Self::Settings {
                todo: "the server does not let us in: check user, password and database of the URL",
                source: Some(source),
            },
            "XX" if state != SqlState::INTERNAL_ERROR => Self::NotOurs {
                found: "the server found its files damaged",
                source: Some(source),
            },
            _ => of_state(&state, source),
        }
    }
}

fn of_state(state: &SqlState, source: Cause) -> Fault {
    let is = |states: &[SqlState]| states.contains(state);
    if is(&[
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ]) {
        Fault::Away(Some(source))
    } else if is(&[SqlState::QUERY_CANCELED, SqlState::LOCK_NOT_AVAILABLE]) {
        Fault::Slow(Some(source))
    } else if is(&[SqlState::DISK_FULL]) {
        Fault::DiskFull(source)
    } else if is(&[
        SqlState::INSUFFICIENT_PRIVILEGE,
        SqlState::READ_ONLY_SQL_TRANSACTION,
    ]) {
        Fault::NotWritable(source)
    } else {
        Fault::Failing(source)
    }
}

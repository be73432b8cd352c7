//! The journal: the append-only store of events, and the only record that counts.
//!
//! [`Journal`] is the port. An append names its stream, the revision it was decided on and its
//! command; it is recorded durably and whole, or refused and nothing changes. Positions are in one
//! order, gapless on SQL stores ([`Positions`]), so that a reader who follows them misses nothing. [`SqliteJournal`] is the embedded adapter,
//! [`PostgresJournal`] the one that several processes share; `contract` (feature `contract`) is the
//! suite that every adapter passes unchanged. A [`History`] tells a whole store, and a [`Replay`] records
//! it in another one as it was.
//!
//! Not here: what events mean (`services/domain`), keys and plaintext (`services/vault`), how a
//! proposal travels (`services/intake`), the tree over the events (`services/ledger`).

mod actor;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod error;
#[cfg(feature = "eventstore")]
pub mod eventstore;
mod history;
mod port;
pub mod postgres;
mod replay;
pub mod sqlite;
mod waiting;

#[cfg(feature = "eventstore")]
pub use self::eventstore::EventStoreJournal;
pub use error::{Cause, JournalError, Malformed, Trouble};
pub use history::{Chapter, History};
pub use port::{Answering, Append, Command, Journal, Outcome, Place, Positions, Refused, Stamp};
pub use postgres::PostgresJournal;
pub use replay::Replay;
pub use sqlite::SqliteJournal;

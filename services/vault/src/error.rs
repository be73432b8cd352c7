//! What can go wrong with keys and boxes. No key, no plaintext and no path is ever in a text.

use std::error::Error as StdError;
use std::sync::Arc;

use lanyard_events::{BlobId, DecodeError, EventId, StreamId};
use thiserror::Error;

/// The error below ours.
pub type Cause = Arc<dyn StdError + Send + Sync>;

/// Why the store of wrapped keys did not do what was asked; nothing was changed.
#[derive(Debug, Clone, Error)]
pub enum KeyVaultError {
    /// It cannot be read or written now.
    #[error("the key store is not available")]
    Unavailable(#[source] Cause),
    /// It is not what was written.
    #[error("the key store is damaged: {found}")]
    Corrupt {
        /// What is wrong.
        found: &'static str,
        /// The engine's error, if it was the engine that noticed.
        #[source]
        source: Option<Cause>,
    },
    /// Another process has it open.
    #[error("the key store is in use by another process; one process at a time may open it")]
    InUse,
    /// The root key was rotated by somebody else meanwhile.
    #[error("the root key was rotated meanwhile")]
    RotatedMeanwhile,
    /// A key does not open under the old root key, so nothing was rewrapped.
    #[error("key {key_id} of {stream} does not open under the root key")]
    KeyDoesNotOpen {
        /// Its stream.
        stream: StreamId,
        /// Its number.
        key_id: u32,
    },
}

/// Why a root key file cannot be used.
#[derive(Debug, Error)]
pub enum RootKeyError {
    /// There is none, or it cannot be read.
    #[error("the root key file cannot be read")]
    Unreadable(#[source] std::io::Error),
    /// Others than its owner may read it.
    #[error("the root key file has mode {mode:04o}; only its owner may have access (chmod 600)")]
    TooOpen {
        /// Its permission bits.
        mode: u32,
    },
    /// Not 64 hexadecimal digits and a newline.
    #[error("the root key file must hold 64 hexadecimal digits and nothing else")]
    Malformed,
    /// A root key is never overwritten: every event would be lost with it.
    #[error("the root key file exists already and is not overwritten")]
    Exists,
    /// It cannot be written.
    #[error("the root key file cannot be written")]
    Unwritable(#[source] std::io::Error),
}

/// Why the vault did not do what was asked.
#[derive(Debug, Clone, Error)]
pub enum VaultError {
    /// The store of wrapped keys failed.
    #[error("the vault's key store failed")]
    Store(#[from] KeyVaultError),
    /// The keys are wrapped under another root key.
    #[error("this root key is not the one the vault's keys are wrapped under")]
    WrongRootKey,
    /// A stored key does not open under the right root key.
    #[error("key {key_id} of {stream} was damaged")]
    KeyDamaged {
        /// Its stream.
        stream: StreamId,
        /// Its number.
        key_id: u32,
    },
    /// Another key of the stream was stored under this id; the one given is not stored.
    #[error("key {key_id} of {stream} is another key already")]
    KeyIdTaken {
        /// Its stream.
        stream: StreamId,
        /// Its number.
        key_id: u32,
    },
    /// A box names a key that was never stored here: the vault is behind the store of events, and
    /// nothing must be written until that is cured.
    #[error("key {key_id} of {stream} is missing from the vault")]
    KeyMissing {
        /// Its stream.
        stream: StreamId,
        /// Its number.
        key_id: u32,
    },
    /// A box does not open: it was damaged, or it belongs to another event.
    #[error("the box of event {event} does not open")]
    BoxRefused {
        /// The event.
        event: EventId,
    },
    /// A box opens and does not hold a seed and values.
    #[error("the box of event {event} is malformed")]
    BoxMalformed {
        /// The event.
        event: EventId,
    },
    /// A blob does not open: it was damaged, cut short, put together anew, or is another one.
    #[error("the blob {blob} does not open")]
    BlobRefused {
        /// The blob.
        blob: BlobId,
    },
    /// What is stored is not what the event committed to.
    #[error("event {event} does not match its commitments")]
    CommitmentsDiffer {
        /// The event.
        event: EventId,
    },
    /// The values are not an event of this release.
    #[error("the values of event {event} cannot be read")]
    Unreadable {
        /// The event.
        event: EventId,
        /// Why.
        #[source]
        source: DecodeError,
    },
}

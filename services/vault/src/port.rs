//! The port: where wrapped owner keys are kept.

use std::fmt;

use lanyard_events::StreamId;

use crate::error::KeyVaultError;

/// An owner key wrapped under the root key: AES-256-GCM, the nonce in front, with stream and key id
/// as associated data, so that no row can stand in for another.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// The stream it is for.
    pub stream: StreamId,
    /// Its number within the stream; drawn with the key.
    pub key_id: u32,
    /// Nonce (12 bytes), wrapped key (32), tag (16).
    pub bytes: Vec<u8>,
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrappedKey {} of {}", self.key_id, self.stream)
    }
}

/// What the store has under a stream and key id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyRow {
    /// A wrapped key.
    Wrapped(WrappedKey),
    /// A tombstone: there was a key and it was destroyed.
    Destroyed,
    /// Nothing, ever.
    Missing,
}

/// What became of one key that was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It is stored now.
    Stored,
    /// A row is there already and stays; here it is.
    Present(KeyRow),
}

/// Tells the right root key from a wrong one, and counts rotations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootCheck {
    /// How often the root key was rotated.
    pub generation: u64,
    /// An empty text sealed under the root key.
    pub bytes: Vec<u8>,
}

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewrapped {
    /// Keys wrapped anew.
    pub keys: u64,
    /// The generation now.
    pub generation: u64,
}

/// Opens a key wrapped under the old root key and wraps it under the new one; none if it does not
/// open.
pub type Rewrap<'a> = &'a mut dyn FnMut(&WrappedKey) -> Option<Vec<u8>>;

/// Where wrapped owner keys are kept: never beside a backup of the events.
///
/// Calls block; async callers run them on a thread that may.
pub trait KeyVault: Send + Sync + 'static {
    /// Stores all of the keys in one durable transaction. A row that is there is never overwritten.
    ///
    /// # Errors
    /// When the store fails; then none is stored.
    fn put(&self, keys: &[WrappedKey]) -> Result<Vec<Put>, KeyVaultError>;

    /// One key.
    ///
    /// # Errors
    /// When the store fails.
    fn get(&self, stream: StreamId, key_id: u32) -> Result<KeyRow, KeyVaultError>;

    /// Those of the named keys that are live, in any order. One after another, which costs little
    /// where the store is a file; a server is asked once for all.
    ///
    /// # Errors
    /// When the store fails.
    fn live(&self, named: &[(StreamId, u32)]) -> Result<Vec<WrappedKey>, KeyVaultError> {
        let mut live = Vec::with_capacity(named.len());
        for (stream, key_id) in named {
            if let KeyRow::Wrapped(key) = self.get(*stream, *key_id)? {
                live.push(key);
            }
        }
        Ok(live)
    }

    /// The live key of a stream that was stored last; `Destroyed` when it has tombstones only.
    ///
    /// # Errors
    /// When the store fails.
    fn newest(&self, stream: StreamId) -> Result<KeyRow, KeyVaultError>;

    /// Destroys one key for ever and leaves a tombstone; false when there was no such row.
    ///
    /// # Errors
    /// When the store fails; then the key may still be there.
    fn tombstone(&self, stream: StreamId, key_id: u32) -> Result<bool, KeyVaultError>;

    /// The check value of the root key; the given one is stored, durably, by an empty store.
    ///
    /// # Errors
    /// When the store fails, or holds keys and no check value.
    fn root_check(&self, first: &RootCheck) -> Result<RootCheck, KeyVaultError>;

    /// Wraps every key anew and replaces the check value, in one durable transaction.
    ///
    /// # Errors
    /// When the store fails, a key does not open, or `check` is not of the next generation; then
    /// nothing is changed.
    fn rewrap(&self, check: &RootCheck, rewrap: Rewrap<'_>) -> Result<Rewrapped, KeyVaultError>;
}

//! The vault: the root key in memory over a store of wrapped keys.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lanyard_events::{SealedEvent, StreamId};

use crate::error::VaultError;
use crate::owner::{KeyAnswer, OpenedKeys, OwnerKey};
use crate::port::{KeyRow, KeyVault, Put, Rewrapped, RootCheck, WrappedKey};
use crate::root::{MARK_BYTES, RootKey};
use crate::sealing::random;

/// Owner keys kept open per generation: about 3 MiB each, more than the open matters of a trust.
const OPENED_KEYS: usize = 16_384;

/// Seals and opens events; draws, stores and destroys owner keys.
pub struct Vault {
    keys: Arc<dyn KeyVault>,
    root: RootKey,
    opened: Mutex<OpenedKeys>,
}

impl Vault {
    /// Puts a root key over a store of wrapped keys. An empty store takes this root key for its own.
    ///
    /// # Errors
    /// The store fails, or its keys are wrapped under another root key.
    pub fn new(keys: Arc<dyn KeyVault>, root: RootKey) -> Result<Self, VaultError> {
        let check = keys.root_check(&root.check(0))?;
        if !root.passes(&check) {
            return Err(VaultError::WrongRootKey);
        }
        Ok(Self {
            keys,
            root,
            opened: Mutex::new(OpenedKeys::new(OPENED_KEYS)),
        })
    }

    /// Draws an owner key for a stream. It travels wrapped in the proposal that uses it first, and
    /// the recorder stores it before it appends. Its id is drawn too: a proposal that is repeated
    /// brings another key under another id, and the box that is recorded names the right one.
    #[must_use]
    pub fn draw_owner_key(&self, stream: StreamId) -> (OwnerKey, WrappedKey) {
        let owner = OwnerKey::new(stream, u32::from_be_bytes(*random()), random());
        let wrapped = self.root.wrap(&owner);
        (owner, wrapped)
    }

    /// Stores keys in one durable transaction; the recorder calls it before it appends. Repeats are
    /// harmless, also of a key that was destroyed meanwhile: that stays so. Blocks for a disk write.
    ///
    /// # Errors
    /// The store fails, a key is not wrapped under this root key, or its id stands for another key
    /// of its stream (one chance in 2^32: drawn anew, it is stored).
    pub fn store(&self, keys: &[WrappedKey]) -> Result<(), VaultError> {
        let opened: Option<Vec<OwnerKey>> = keys.iter().map(|key| self.root.unwrap(key)).collect();
        let opened = opened.ok_or(VaultError::WrongRootKey)?;
        for (key, put) in opened.iter().zip(self.keys.put(keys)?) {
            match put {
                Put::Stored | Put::Present(KeyRow::Destroyed) => {}
                Put::Present(KeyRow::Wrapped(row)) if self.is_same(key, &row) => {}
                Put::Present(KeyRow::Wrapped(_) | KeyRow::Missing) => {
                    return Err(VaultError::KeyIdTaken {
                        stream: key.stream(),
                        key_id: key.key_id(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The newest live key of a stream, under which new events are to be sealed. Asked of the store
    /// every time: a key destroyed by another process must never seal again.
    ///
    /// # Errors
    /// The store fails, or the key is damaged.
    pub fn owner_key(&self, stream: StreamId) -> Result<KeyAnswer, VaultError> {
        let row = self.keys.newest(stream)?;
        self.answer(row)
    }

    /// Destroys one key of a stream for ever; false when there never was such a key.
    ///
    /// # Errors
    /// The store fails; then the key may still be there.
    pub fn destroy(&self, stream: StreamId, key_id: u32) -> Result<bool, VaultError> {
        let there = self.keys.tombstone(stream, key_id);
        self.forget(stream);
        Ok(there?)
    }

    /// A mark on a text, by which any process with the same root key knows it again. A rotation of
    /// the root key ends all marks.
    #[must_use]
    pub fn mark(&self, text: &[u8]) -> [u8; MARK_BYTES] {
        self.root.mark(text)
    }

    /// Whether the mark on the text was made under this root key.
    #[must_use]
    pub fn has_marked(&self, text: &[u8], mark: &[u8; MARK_BYTES]) -> bool {
        self.root.has_marked(text, mark)
    }

    /// Drops what is held in memory of a stream, when another process destroyed its key.
    pub fn forget(&self, stream: StreamId) {
        self.opened().forget(stream);
    }

    /// Takes the keys of many events into memory, by one question to the store: events that are
    /// opened next then ask for none. A key that is missing, destroyed or damaged is passed over;
    /// opening its event says so.
    ///
    /// # Errors
    /// The store fails.
    pub fn fetch_keys<'e>(
        &self,
        events: impl IntoIterator<Item = &'e SealedEvent>,
    ) -> Result<(), VaultError> {
        let mut named = BTreeSet::new();
        for event in events {
            let stream = event.envelope.stream;
            if let Some(sealed_box) = &event.sealed_box
                && self.opened().get(stream, sealed_box.key_id).is_none()
            {
                named.insert((stream, sealed_box.key_id));
            }
        }
        if named.is_empty() {
            return Ok(());
        }
        for row in self.keys.live(&Vec::from_iter(named))? {
            if let Some(key) = self.root.unwrap(&row) {
                self.opened().keep(key);
            }
        }
        Ok(())
    }

    /// One key, from memory if it was opened lately.
    pub(crate) fn numbered_key(
        &self,
        stream: StreamId,
        key_id: u32,
    ) -> Result<KeyAnswer, VaultError> {
        if let Some(key) = self.opened().get(stream, key_id) {
            return Ok(KeyAnswer::Key(key));
        }
        let row = self.keys.get(stream, key_id)?;
        self.answer(row)
    }

    fn answer(&self, row: KeyRow) -> Result<KeyAnswer, VaultError> {
        let row = match row {
            KeyRow::Wrapped(row) => row,
            KeyRow::Destroyed => return Ok(KeyAnswer::Destroyed),
            KeyRow::Missing => return Ok(KeyAnswer::Missing),
        };
        if let Some(key) = self.opened().get(row.stream, row.key_id) {
            return Ok(KeyAnswer::Key(key));
        }
        let key = self.root.unwrap(&row).ok_or(VaultError::KeyDamaged {
            stream: row.stream,
            key_id: row.key_id,
        })?;
        self.opened().keep(key.clone());
        Ok(KeyAnswer::Key(key))
    }

    /// Whether a stored row holds this very key, however it is wrapped.
    fn is_same(&self, key: &OwnerKey, row: &WrappedKey) -> bool {
        let stored = self.root.unwrap(row);
        stored.is_some_and(|stored| stored.secret() == key.secret())
    }

    fn opened(&self) -> MutexGuard<'_, OpenedKeys> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

/// Wraps every key of a store under a new root key, in one transaction: after a crash either root
/// key is the right one for all. A rotation that was done already is left as it is.
///
/// # Errors
/// `old` is not the store's root key, a key is damaged, or the store fails; nothing is changed.
pub fn rotate_root(
    keys: &dyn KeyVault,
    old: &RootKey,
    new: &RootKey,
) -> Result<Rewrapped, VaultError> {
    let check: RootCheck = keys.root_check(&old.check(0))?;
    if new.passes(&check) {
        return Ok(Rewrapped {
            keys: 0,
            generation: check.generation,
        });
    }
    if !old.passes(&check) {
        return Err(VaultError::WrongRootKey);
    }
    let mut rewrap = |row: &WrappedKey| Some(new.wrap(&old.unwrap(row)?).bytes);
    Ok(keys.rewrap(&new.check(check.generation + 1), &mut rewrap)?)
}

//! The vault over the embedded key store.

#![allow(clippy::unwrap_used, reason = "tests")]

mod blobs;
mod events;
mod root;
mod store;

use std::path::PathBuf;
use std::sync::Arc;

use lanyard_events::concern::{ConcernEvent, ConcernInformationAdded};
use lanyard_events::filler::{FillerAdded, FillerEvent};
use lanyard_events::{
    Actor, At, Envelope, Event, EventId, EventType, Revision, Sensitive, StreamId,
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::contract::Subject;
use crate::{KeyVault, OwnerKey, RootKey, SqliteKeyVault, Vault};

/// A folder with a root key and a key store.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn root(&self, name: &str) -> RootKey {
        let path = self.path(name);
        RootKey::create(&path)
            .or_else(|_| RootKey::read(&path))
            .unwrap()
    }

    fn keys(&self) -> Arc<SqliteKeyVault> {
        Arc::new(SqliteKeyVault::open(&self.path("vault.sqlite")).unwrap())
    }

    fn vault(&self) -> Vault {
        Vault::new(self.keys(), self.root("root.key")).unwrap()
    }
}

impl Subject for Folder {
    fn open(&self) -> Arc<dyn KeyVault> {
        self.keys()
    }
}

crate::key_vault_contract!(Folder::new);

/// A vault that holds one key of a stream.
fn vault_with_key(folder: &Folder, stream: StreamId) -> (Vault, OwnerKey) {
    let vault = folder.vault();
    let (owner, wrapped) = vault.draw_owner_key(stream);
    vault.store(&[wrapped]).unwrap();
    (vault, owner)
}

fn envelope(stream: StreamId, id: u128) -> Envelope {
    Envelope {
        id: EventId::new(Uuid::from_u128(id)),
        stream,
        revision: Revision(0),
        event_type: EventType::known("set from the event"),
        schema_version: 0,
        academy: None,
        actor: Actor::System,
        occurred_at: At::from_millis(1_794_319_500_000),
        proposed_at: At::from_millis(1_794_319_500_000),
        causation: None,
        correlation: None,
        prev: None,
    }
}

/// An event with something to keep secret.
fn information() -> Event {
    ConcernEvent::from(ConcernInformationAdded {
        text: Sensitive::new("She told me on the way to the hall.".to_owned()),
        childs_words: Some(Sensitive::new("I do not want to go home".to_owned())),
    })
    .into()
}

fn filler() -> Event {
    FillerEvent::from(FillerAdded {}).into()
}

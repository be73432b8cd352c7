//! Forms the events of streams, each chained to the one before it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use lanyard_events::{
    AcademyId, Actor, At, CommandId, Envelope, Event, EventId, EventType, Revision, SealedEvent,
    StreamId, StreamKind,
};
use lanyard_journal::Append;
use lanyard_tests::Chance;
use lanyard_vault::{OwnerKey, RootKey, SqliteKeyVault, Vault, WrappedKey};
use uuid::Uuid;

/// A note of the length that the API writes beside a command: status, id, reference.
const NOTE: &[u8] = br#"{"status":201,"id":"018f4e9a-0000-7000-8000-000000000001"}"#;

/// The vault in a data folder; makes one where there is none.
pub fn vault_in(folder: &Path) -> anyhow::Result<Arc<Vault>> {
    let root = folder.join("root.key");
    if !root.exists() {
        RootKey::create(&root).context("no root key could be made")?;
    }
    let keys = SqliteKeyVault::open(&folder.join("vault.sqlite"))?;
    Ok(Arc::new(Vault::new(Arc::new(keys), RootKey::read(&root)?)?))
}

/// A stream as far as it goes.
pub struct Thread {
    /// Which stream.
    pub stream: StreamId,
    academy: Option<AcademyId>,
    owner: OwnerKey,
    revision: Option<Revision>,
    prev: Option<[u8; 32]>,
}

/// Forms events. Ids are of version 7: the time first, then chance.
pub struct Former {
    vault: Arc<Vault>,
    /// Milliseconds of the events to come.
    pub millis: i64,
    chance: Chance,
}

impl Former {
    /// Begins at a moment; `seed` tells formers apart.
    pub fn new(vault: Arc<Vault>, millis: i64, seed: u64) -> Self {
        Self {
            vault,
            millis,
            chance: Chance::new(seed),
        }
    }

    /// One of a list.
    pub const fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        self.chance.pick(list)
    }

    /// One of so many.
    pub const fn one_of(&mut self, many: usize) -> usize {
        self.chance.one_of(many)
    }

    /// A new id.
    pub const fn id(&mut self) -> Uuid {
        self.chance.id(self.millis)
    }

    /// A reference to quote, as eight letters.
    pub fn reference(&mut self) -> String {
        let letters = self.chance.next().to_le_bytes();
        letters
            .map(|byte| char::from(b'A' + byte % 26))
            .iter()
            .collect()
    }

    /// Begins a stream; its key is to be stored before its first append.
    pub fn begin(&mut self, kind: StreamKind, academy: Option<AcademyId>) -> (Thread, WrappedKey) {
        let id = self.id();
        self.begin_as(StreamId::new(kind, id), academy)
    }

    /// Begins a stream of a known name.
    pub fn begin_as(&self, stream: StreamId, academy: Option<AcademyId>) -> (Thread, WrappedKey) {
        let (owner, wrapped) = self.vault.draw_owner_key(stream);
        let thread = Thread {
            stream,
            academy,
            owner,
            revision: None,
            prev: None,
        };
        (thread, wrapped)
    }

    /// The next event of a stream.
    pub fn form(&mut self, thread: &mut Thread, actor: Actor, event: &Event) -> SealedEvent {
        let revision = Revision::after(thread.revision);
        let at = At::from_millis(self.millis);
        let envelope = Envelope {
            id: EventId::new(self.id()),
            stream: thread.stream,
            revision,
            event_type: EventType::known(event.kind().event_type),
            schema_version: event.kind().version,
            academy: thread.academy,
            actor,
            occurred_at: at,
            proposed_at: at,
            causation: None,
            correlation: None,
            prev: thread.prev,
        };
        let formed = self.vault.form(&thread.owner, envelope, event);
        thread.revision = Some(revision);
        thread.prev = Some(formed.digest);
        formed.sealed
    }

    /// The next event of a stream as an append of its own.
    pub fn append(&mut self, thread: &mut Thread, actor: Actor, event: &Event) -> Append {
        let expected = thread.revision;
        let sealed = self.form(thread, actor, event);
        let mut command = [0; 32];
        command[..16].copy_from_slice(self.id().as_bytes());
        command[16..].copy_from_slice(self.id().as_bytes());
        let mut content = [0; 32];
        content[..16].copy_from_slice(self.id().as_bytes());
        Append {
            stream: thread.stream,
            expected,
            command: CommandId::from_bytes(command),
            content,
            note: NOTE.to_vec(),
            expires_at: None,
            events: vec![sealed],
        }
    }
}

//! S23: the daily seal shows that no casework stream was left out; a seal that says anything else than
//! the store holds is named by its place.

use std::path::Path;
use std::sync::Arc;

use lanyard_events::seal::{SealEvent, SealHeads};
use lanyard_events::{
    Actor, At, CommandId, Envelope, Event, EventId, EventType, Position, Revision, SealId,
};
use lanyard_journal::{Append, Journal, SqliteJournal, Stamp};
use lanyard_tests::World;
use lanyard_vault::{Opened, RootKey, SqliteKeyVault, Vault};
use uuid::Uuid;

use crate::program::{Said, lanyard};
use crate::steps::{open_case, raise, threats};

/// The trust's own server, which may write what it likes but cannot change what it has written.
struct Server {
    journal: SqliteJournal,
    vault: Vault,
}

struct Noon;

impl Stamp for Noon {
    fn now(&self) -> At {
        "2026-11-10T12:00:00.000Z".parse().unwrap()
    }

    fn not_before(&self) -> [u8; 32] {
        [0; 32]
    }
}

impl Server {
    fn open(data_dir: &Path) -> Self {
        let journal = SqliteJournal::open(&data_dir.join("store.sqlite"), Arc::new(Noon)).unwrap();
        let keys = SqliteKeyVault::open(&data_dir.join("vault.sqlite")).unwrap();
        let root = RootKey::read(&data_dir.join("root.key")).unwrap();
        let vault = Vault::new(Arc::new(keys), root).unwrap();
        Self { journal, vault }
    }

    async fn newest_seal(&self) -> SealHeads {
        let all = self.journal.read_all(Position(0), u32::MAX).await.unwrap();
        let seal = all
            .iter()
            .rev()
            .find(|one| one.event.envelope.event_type.as_str() == "seal.heads");
        let opened = self.vault.open(&seal.unwrap().event).unwrap();
        let Opened::Event(Event::Seal(SealEvent::Heads(heads))) = opened else {
            panic!("a seal is a seal");
        };
        heads
    }

    async fn append(&self, seal: SealHeads) {
        let stream = SealId::new(Uuid::from_u128(7)).stream();
        let (owner, wrapped) = self.vault.draw_owner_key(stream);
        self.vault.store(&[wrapped]).unwrap();
        let at = Noon.now();
        let envelope = Envelope {
            id: EventId::new(Uuid::from_u128(8)),
            stream,
            revision: Revision(0),
            event_type: EventType::known("seal.heads"),
            schema_version: 1,
            academy: None,
            actor: Actor::System,
            occurred_at: at,
            proposed_at: at,
            causation: None,
            correlation: None,
            prev: None,
        };
        let formed = self
            .vault
            .form(&owner, envelope, &SealEvent::from(seal).into());
        let append = Append {
            stream,
            expected: None,
            command: CommandId::new([0; 6], &[9; 26]),
            content: [0; 32],
            note: Vec::new(),
            expires_at: None,
            events: vec![formed.sealed],
        };
        self.journal.append(append).await.unwrap();
        self.journal.close().await;
    }
}

fn sealed() -> World {
    let mut world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    world.publish();
    let _ = open_case(&world.client("ruth"), &concern);
    world.publish();
    world.stop();
    world
}

fn checked(world: &World) -> Said {
    let folder = world.data_dir();
    lanyard(
        &["verify", "--heads", "--store", folder.to_str().unwrap()],
        &[],
    )
}

/// Has the server add a seal that was changed, and says what an auditor's check says.
fn after_the_lie(lie: impl FnOnce(&mut SealHeads)) -> String {
    let world = sealed();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let server = Server::open(&world.data_dir());
        let mut seal = server.newest_seal().await;
        lie(&mut seal);
        server.append(seal).await;
    });
    checked(&world).refused()
}

#[test]
fn every_nights_seal_agrees_with_the_store() {
    let words = checked(&sealed()).verified();
    assert!(
        words.contains("daily seals that agree with it: 2"),
        "{words}"
    );
}

#[test]
fn a_seal_that_leaves_a_stream_out_is_named_by_its_place() {
    let words = after_the_lie(|seal| seal.streams -= 1);
    assert!(words.contains("the seal at position"), "{words}");
    assert!(words.contains("casework streams"), "{words}");
}

#[test]
fn a_seal_with_another_root_seed_or_place_is_refused() {
    let _ = after_the_lie(|seal| seal.root.replace_range(..2, "zz"));
    let _ = after_the_lie(|seal| seal.root = "00".repeat(32));
    let _ = after_the_lie(|seal| seal.seed = "00".repeat(32));
    let _ = after_the_lie(|seal| seal.through -= 300);
    let words = after_the_lie(|seal| seal.through = 1_000_000);
    assert!(words.contains("covers what came after it"), "{words}");
}

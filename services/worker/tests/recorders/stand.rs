//! A store, a vault, and recorders over them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lanyard_events::{At, CommandId, Position, Recorded};
use lanyard_intake::contract::server::{PATIENCE, another, limits, settings};
use lanyard_intake::jetstream::{
    Closer, Connection, JetStreamDeliveries, JetStreamIntake, Limits, SendSettings, Settings,
    connect, provision,
};
use lanyard_intake::{Intake, Proposal};
use lanyard_journal::contract::{ManualStamp, append, command, stream};
use lanyard_journal::{Append, Journal, SqliteJournal};
use lanyard_vault::{RootKey, SqliteKeyVault, Vault};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// One installation: its streams, its store, its vault.
pub struct Stand {
    pub settings: Settings,
    pub connection: Connection,
    pub journal: Arc<SqliteJournal>,
    pub stamp: Arc<ManualStamp>,
    pub vault: Arc<Vault>,
    _folder: TempDir,
}

impl Stand {
    pub async fn new(server: String) -> Self {
        Self::with_window(server, limits().duplicate_window).await
    }

    pub async fn with_window(server: String, duplicate_window: Duration) -> Self {
        let settings = settings(vec![server]);
        let connection = connect(&settings).await.unwrap();
        let limits = Limits {
            duplicate_window,
            ..limits()
        };
        provision(&connection, &limits).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| -> PathBuf { folder.path().join(name) };
        let stamp = ManualStamp::standing();
        let journal = SqliteJournal::open(&at("store.sqlite"), Arc::clone(&stamp) as _).unwrap();
        let keys = SqliteKeyVault::open(&at("keys.sqlite")).unwrap();
        let root = RootKey::create(&at("root.key")).unwrap();
        Self {
            settings,
            connection,
            journal: Arc::new(journal),
            stamp,
            vault: Arc::new(Vault::new(Arc::new(keys), root).unwrap()),
            _folder: folder,
        }
    }

    /// Another recorder, over a connection of its own as another process has it.
    pub async fn recorder(&self) -> (JoinHandle<()>, Closer) {
        let deliveries = JetStreamDeliveries::start(&another(&self.settings).await);
        let closer = deliveries.closer();
        let journal: Arc<dyn Journal> = Arc::clone(&self.journal) as _;
        let recording =
            lanyard_worker::record(deliveries, Arc::clone(&self.vault), journal, Arc::new(()));
        (tokio::spawn(recording), closer)
    }

    /// The proposing end, which waits so long for a proposal without expiry.
    pub async fn intake(&self, wait: Duration) -> Arc<dyn Intake> {
        let settings = SendSettings {
            wait,
            // The clock that expiry is judged by stands still here: only a slow machine is late.
            margin: PATIENCE,
            ..SendSettings::default()
        };
        let intake = JetStreamIntake::start(&self.connection, settings).await;
        Arc::new(intake.unwrap())
    }

    pub async fn all(&self) -> Vec<Recorded> {
        self.journal.read_all(Position(0), 10_000).await.unwrap()
    }

    pub async fn is_recorded(&self, id: CommandId) -> bool {
        self.journal.command(id).await.unwrap().is_some()
    }
}

/// A new concern: no expiry. Each call is another attempt at the nth command.
pub fn concern(n: u64) -> Proposal {
    let Append {
        stream,
        expected,
        command,
        content,
        note,
        events,
        ..
    } = append(stream(n), None, command(n), 1);
    Proposal {
        stream,
        expected,
        command,
        content,
        note,
        expires_at: None,
        events,
        new_key: None,
    }
}

/// The same with an expiry, by the clock of the recorder.
pub fn expiring(n: u64, at: At) -> Proposal {
    Proposal {
        expires_at: Some(at),
        ..concern(n)
    }
}

/// Ends recorders and waits for them.
pub async fn ended(recorders: Vec<(JoinHandle<()>, Closer)>) {
    for (_, closer) in &recorders {
        closer.close();
    }
    for (recording, _) in recorders {
        tokio::time::timeout(PATIENCE, recording)
            .await
            .unwrap()
            .unwrap();
    }
}

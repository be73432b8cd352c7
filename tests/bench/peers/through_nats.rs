//! The way of a cluster: proposals wait in JetStream, on the disk of every node, until a recorder has
//! kept the key of their stream in the vault and committed them, both on PostgreSQL.
//!
//! Both ends are tasks here, over connections of their own as two processes have them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use lanyard::clock::SystemClock;
use lanyard_intake::jetstream::{
    Connection, JetStreamDeliveries, JetStreamIntake, Limits, Names, SendSettings, Settings,
    connect, provision,
};
use lanyard_intake::{Answer, Intake, NewKey, Proposal};
use lanyard_journal::{Journal, PostgresJournal};
use lanyard_tests::cluster::OwnServer;
use lanyard_vault::{PostgresKeyVault, RootKey, Vault};
use tokio::task::JoinSet;

use crate::durable::work::{Begun, Writer};
use crate::run::Run;
use crate::timing::per_second;

/// An answer is waited for so long: on a busy machine none is to end the bench.
const PATIENCE: Duration = Duration::from_secs(60);

/// Streams on one node of NATS or on three, each of which writes every message through.
pub struct ThroughNats {
    nodes: Vec<OwnServer>,
    /// Of writers so far: the streams outlive a round, and take a message id for a repetition.
    seeds: AtomicU64,
}

impl ThroughNats {
    /// Declares the streams, with a copy on every node.
    pub fn provision(run: &Run, nodes: Vec<OwnServer>) -> anyhow::Result<Self> {
        let path = Self {
            nodes,
            seeds: AtomicU64::new(0),
        };
        let limits = Limits {
            replicas: path.nodes.len(),
            ..Limits::default()
        };
        run.runtime.block_on(async {
            provision(&path.connect("provision").await?, &limits).await?;
            anyhow::Ok(())
        })?;
        Ok(path)
    }

    async fn connect(&self, role: &str) -> anyhow::Result<Connection> {
        let address = |node: &OwnServer| format!("nats://127.0.0.1:{}", node.port(0));
        let settings = Settings {
            servers: self.nodes.iter().map(address).collect(),
            credentials: None,
            root_certificates: None,
            origin: "bench.lanyard.example".to_owned(),
            names: Names::default(),
            connection_name: format!("lanyard bench {role}"),
        };
        Ok(connect(&settings).await?)
    }

    /// From forming a proposal to the answer that it is recorded, in an empty store and vault.
    pub fn appends_per_second(
        &self,
        run: &Run,
        store: &str,
        vault: &str,
        writers: usize,
        appends: usize,
    ) -> anyhow::Result<f64> {
        let folder = run.folder()?;
        let root = RootKey::create(&folder.path().join("root.key"))?;
        let keys = PostgresKeyVault::connect(vault)?;
        let vault = Arc::new(Vault::new(Arc::new(keys), root)?);
        run.runtime.block_on(async {
            let journal = PostgresJournal::connect(store, Arc::new(SystemClock)).await?;
            let journal: Arc<dyn Journal> = Arc::new(journal);
            let deliveries = JetStreamDeliveries::start(&self.connect("recorder").await?);
            let closer = deliveries.closer();
            let recording = lanyard_worker::record(
                deliveries,
                Arc::clone(&vault),
                Arc::clone(&journal),
                Arc::new(()),
            );
            let recording = tokio::spawn(recording);
            let settings = SendSettings {
                wait: PATIENCE,
                ..SendSettings::default()
            };
            let intake = JetStreamIntake::start(&self.connect("api").await?, settings).await?;
            let first = self.seeds.fetch_add(writers as u64, Ordering::Relaxed);
            let writers_now = { first..first + writers as u64 }
                .map(|seed| Writer::new(Arc::clone(&vault), seed))
                .collect();
            let elapsed = propose(Arc::new(intake), writers_now, appends / writers).await?;
            closer.close();
            recording.await?;
            journal.close().await;
            Ok(per_second(appends / writers * writers, elapsed))
        })
    }
}

async fn propose(
    intake: Arc<dyn Intake>,
    writers: Vec<Writer>,
    each: usize,
) -> anyhow::Result<Duration> {
    let start = Instant::now();
    let mut proposing = JoinSet::new();
    for mut writer in writers {
        let intake = Arc::clone(&intake);
        proposing.spawn(async move {
            for _ in 0..each {
                let answer = intake.submit(proposal(writer.begin())).await?;
                ensure!(matches!(answer, Answer::Recorded { .. }), "{answer:?}");
            }
            Ok(())
        });
    }
    while let Some(ended) = proposing.join_next().await {
        ended??;
    }
    Ok(start.elapsed())
}

fn proposal(Begun { append, key }: Begun) -> Proposal {
    Proposal {
        stream: append.stream,
        expected: append.expected,
        command: append.command,
        content: append.content,
        note: append.note,
        expires_at: append.expires_at,
        events: append.events,
        new_key: Some(NewKey {
            key_id: key.key_id,
            bytes: key.bytes,
        }),
    }
}

//! The record as a whole, once the faults are over: receipts, views, the chain and the published log.

use std::process::Command;
use std::sync::Arc;

use lanyard::clock::SystemClock;
use lanyard::config::Settings;
use lanyard::process::{Process, layout};
use lanyard_events::{Position, Recorded};
use lanyard_evidence::Hash;
use lanyard_evidence::verify::{StoreCheck, StoredRow};
use lanyard_journal::Positions;
use lanyard_projections::{Views, equal};
use lanyard_vault::{PostgresKeyVault, RootKey, Vault};
use lanyard_worker::Batch;

use super::installation::{Installation, concern};
use super::record::read_all;
use super::stand::Stand;
use super::wires::Role;
use super::{RUNTIME, until};
use crate::{Client, program};

/// Events opened for the views at once.
const BATCH: usize = 1_000;

/// The receipt of an event, verified by the program.
///
/// # Panics
/// When it does not verify.
pub fn verified(installation: &Installation, who: &Client, receipt: &str) {
    let text = until(200, || who.get(receipt)).text();
    let file = installation.path("receipt.tlog-proof");
    std::fs::write(&file, text).unwrap();
    let key = installation.path("log.vkey");
    let mut command = Command::new(program().unwrap());
    succeeds(command.arg("verify").arg(&file).arg("--key").arg(&key));
}

fn succeeds(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

impl Stand {
    /// Ends the stand: a receipt verifies, the published log verifies, every digest of the store
    /// follows from its columns and agrees with what was signed, and the api's views are those that
    /// a rebuild makes.
    ///
    /// # Panics
    /// When anything of it does not hold.
    pub fn whole(mut self) {
        let miriam = self.miriam();
        let raised = until(201, || miriam.post("/v1/concerns", &concern(&self.academy)));
        verified(&self.installation, &miriam, &raised.field("receipt"));
        self.take(Role::Worker).stop().unwrap();
        self.publish();
        self.take(Role::Api).stop().unwrap();
        let all = read_all(&self.installation.database("store"), Position(0));
        self.chain(&all);
        self.views(&all);
    }

    /// What the worker does at night, now.
    fn publish(&self) {
        let settings = Settings::load(Some(&self.installation.path("lanyard.toml")));
        let data_dir = self.installation.path("worker-1");
        let settings = settings
            .and_then(|settings| settings.with(Some(data_dir.clone()), None))
            .and_then(|settings| settings.with_roles(Some("worker")))
            .and_then(Settings::complete)
            .unwrap();
        RUNTIME.block_on(async {
            let process = Process::start(&settings, Arc::new(SystemClock)).await;
            let process = process.unwrap();
            assert!(lanyard_worker::fill(&process.app, &process.ledger).await);
            process.shut_down().await;
        });
        let mut command = Command::new(program().unwrap());
        let log = data_dir.join(layout::LOG);
        let key = self.installation.path("log.vkey");
        succeeds(command.arg("verify").arg(log).arg("--key").arg(key));
    }

    fn chain(&self, all: &[Recorded]) {
        let lock = self.installation.path("checkpoint.lock");
        let heads = lanyard_ledger::LockAt::File(lock).heads().unwrap();
        assert!(!heads.is_empty());
        let mut check = StoreCheck::new(&heads);
        for recorded in all {
            let event = &recorded.event;
            let values = event.envelope.values();
            let row = StoredRow {
                metadata: std::array::from_fn(|i| values[i].as_slice()),
                metadata_seed: &event.metadata_seed,
                commitments: &event.commitments,
                recorded_minute: recorded.recorded_minute,
                not_before: Hash(recorded.not_before),
                logged_leaf: None,
            };
            check.row(&row).unwrap();
        }
        assert_eq!(check.finish().unwrap().head.size.0, all.len() as u64);
    }

    fn views(&self, all: &[Recorded]) {
        let root = RootKey::read(&self.installation.path("root.key")).unwrap();
        let keys = PostgresKeyVault::connect(&self.installation.database("vault")).unwrap();
        let vault = Vault::new(Arc::new(keys), root).unwrap();
        // As a start does it: what the store has and the views have not is applied.
        let views = Views::open(&self.installation.path("api-1").join(layout::VIEWS)).unwrap();
        feed(&views, &vault, all);
        let folder = tempfile::TempDir::new().unwrap();
        let rebuilt = Views::rebuild_into(folder.path()).unwrap();
        feed(&rebuilt, &vault, all);
        assert_eq!(equal(&views.reader(), &rebuilt.reader()).unwrap(), []);
        assert!(views.parked().unwrap().is_empty(), "a stream is parked");
    }
}

fn feed(views: &Views, vault: &Vault, all: &[Recorded]) {
    // The files may have got to different places; what a file has already it passes over.
    let after = views.position().min(views.looks_position());
    let next = all.partition_point(|recorded| recorded.position <= after);
    for batch in all[next..].chunks(BATCH) {
        let first = batch[0].position.0;
        let batch = Batch {
            after: Position(first - 1),
            events: batch.to_vec(),
        };
        let opened = lanyard_worker::open_all(vault, Positions::Gapless, batch).unwrap();
        lanyard_worker::apply(views, opened).unwrap();
    }
}

//! One process with every role: what is opened in which order, and closed in reverse.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use lanyard_access::Policies;
use lanyard_app::{App, Clock, Parts, SystemRandomness};
use lanyard_events::{At, Position};
use lanyard_evidence::note::{Signer, VerifierKey};
use lanyard_intake::in_process;
use lanyard_journal::{Journal, SqliteJournal, Stamp};
use lanyard_ledger::Ledger;
use lanyard_projections::Views;
use lanyard_vault::{KeyAnswer, RootKey, SqliteKeyVault, Vault};
use lanyard_worker::Stopper;
use tokio::task::JoinHandle;

use crate::config::Complete;
use crate::files;

/// Proposals that may wait for the recorder; further callers are told to come back.
const INTAKE_CAPACITY: usize = 4_096;
/// How long the recorder may take to finish what is under way: as long as a proposal is worth
/// something (design.md 1.4), with some room.
const DRAIN: Duration = Duration::from_secs(5);

/// A running process, without its HTTP side.
pub struct Process {
    /// The use cases.
    pub app: Arc<App>,
    /// The store.
    pub journal: Arc<dyn Journal>,
    /// The log.
    pub ledger: Arc<Ledger>,
    stopper: Stopper,
    loops: Vec<JoinHandle<()>>,
}

/// The recorder's stamp: the process's clock. No witness is known to an embedded process yet.
struct RecorderStamp(Arc<dyn Clock>);

impl Stamp for RecorderStamp {
    fn now(&self) -> At {
        self.0.now()
    }

    fn not_before(&self) -> [u8; 32] {
        [0; 32]
    }
}

/// Files below the data folder.
pub mod layout {
    /// The store.
    pub const STORE: &str = "store.sqlite";
    /// Wrapped owner keys.
    pub const VAULT: &str = "vault.sqlite";
    /// View files.
    pub const VIEWS: &str = "views";
    /// Working tiles of the tree.
    pub const LEDGER: &str = "ledger";
    /// The published log: checkpoint and tiles.
    pub const LOG: &str = "log";
    /// The log's public key.
    pub const VKEY: &str = "log.vkey";
    /// How far the reactions have got.
    pub const REACTIONS: &str = "reactions.position";
}

impl Process {
    /// Opens everything and starts the loops. The store is opened first: it holds the lock that
    /// keeps a second process out.
    pub async fn start(settings: &Complete, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let folder = settings.data_dir.as_path();
        files::private_folder(folder)?;
        lanyard_ledger::refuse_lock_inside(&settings.checkpoint_lock, folder)?;
        let journal: Arc<dyn Journal> = Arc::new(
            SqliteJournal::open(
                &folder.join(layout::STORE),
                Arc::new(RecorderStamp(Arc::clone(&clock))),
            )
            .with_context(|| format!("the store in {} cannot be opened", folder.display()))?,
        );
        let vault = Arc::new(open_vault(settings)?);
        has_the_keys(&vault, journal.as_ref())
            .await
            .context("the vault does not belong to the store")?;
        let ledger = Arc::new(open_ledger(settings, &journal).await?);
        let views = Arc::new(
            Views::open(&folder.join(layout::VIEWS)).context("the views cannot be opened")?,
        );
        if views.position() >= journal.head() {
            // Files of an earlier release stay until a start finds the new ones caught up.
            views.retire_old().context("old views cannot be removed")?;
        }
        let (intake, deliveries) = in_process(INTAKE_CAPACITY);
        let app = App::start(Parts {
            journal: Arc::clone(&journal),
            intake: Arc::new(intake),
            vault: Arc::clone(&vault),
            ledger: Arc::clone(&ledger),
            views: Arc::clone(&views),
            policies: Arc::new(Policies::shipped()),
            clock,
            randomness: Arc::new(SystemRandomness),
        });
        let (stopper, stop) = lanyard_worker::stop();
        let loops = vec![
            tokio::spawn(lanyard_worker::record(
                deliveries,
                Arc::clone(&vault),
                Arc::clone(&journal),
            )),
            tokio::spawn(lanyard_worker::follow(
                Arc::clone(&journal),
                Arc::clone(&ledger),
                stop.clone(),
            )),
            tokio::spawn(lanyard_worker::project(
                Arc::clone(&journal),
                vault,
                views,
                stop.clone(),
            )),
            tokio::spawn(lanyard_worker::sign(Arc::clone(&ledger), stop.clone())),
            tokio::spawn(lanyard_worker::react(
                Arc::clone(&app),
                Arc::clone(&journal),
                folder.join(layout::REACTIONS),
                stop.clone(),
            )),
            tokio::spawn(lanyard_worker::fill_nightly(
                Arc::clone(&app),
                Arc::clone(&ledger),
                stop,
            )),
        ];
        Ok(Self {
            app,
            journal,
            ledger,
            stopper,
            loops,
        })
    }

    /// Ends the loops, lets the recorder finish what is under way, then closes the store. Requests
    /// must have ended before.
    pub async fn shut_down(self) {
        self.stopper.raise();
        let mut loops = self.loops.into_iter();
        let recorder = loops.next();
        for running in loops {
            // A loop that has failed has said so itself.
            let _ended = running.await;
        }
        // The last holder of `App` closes the intake; once that is empty, the recorder ends.
        drop(self.app);
        if let Some(recorder) = recorder {
            let _ended = tokio::time::timeout(DRAIN, recorder).await;
        }
        self.journal.close().await;
    }
}

fn open_vault(settings: &Complete) -> anyhow::Result<Vault> {
    let path = &settings.root_key_file;
    let root = RootKey::read(path)
        .with_context(|| format!("the root key in {} cannot be used", path.display()))?;
    let keys = SqliteKeyVault::open(&settings.data_dir.join(layout::VAULT))
        .context("the vault cannot be opened")?;
    Vault::new(Arc::new(keys), root).context("the vault cannot be opened")
}

/// A vault that is empty or an older copy would be written on, and nothing could be read: the keys
/// of the first and the newest event must be there (design.md 4: `Missing` stops the process).
async fn has_the_keys(vault: &Vault, journal: &dyn Journal) -> anyhow::Result<()> {
    let head = journal.head();
    let newest = Position(head.0.saturating_sub(1));
    for after in [Position(0), newest] {
        for recorded in journal.read_all(after, 1).await? {
            let stream = recorded.event.envelope.stream;
            match vault.owner_key(stream)? {
                KeyAnswer::Key(_) | KeyAnswer::Destroyed => {}
                KeyAnswer::Missing => bail!(
                    "the key of the event at position {} is missing from the vault: it is empty or \
                     an older copy; put the right one back",
                    recorded.position.0
                ),
            }
        }
    }
    Ok(())
}

async fn open_ledger(settings: &Complete, journal: &Arc<dyn Journal>) -> anyhow::Result<Ledger> {
    let seed = files::read_seed(&settings.log_key_file, "LANYARD_LOG_KEY_FILE")?;
    let signer = Signer::new(&settings.origin, &seed)
        .context("LANYARD_ORIGIN cannot be the name of a log")?;
    let public = signer.verifier_key().clone();
    let ledger = Ledger::start(
        lanyard_ledger::Settings {
            dir: settings.data_dir.join(layout::LEDGER),
            public_dir: settings.data_dir.join(layout::LOG),
            origin: settings.origin.clone(),
            part: lanyard_ledger::Part::Signer {
                signer,
                lock: settings.checkpoint_lock.clone(),
            },
        },
        Arc::clone(journal),
    )
    .await?;
    // Only once the ledger has taken the key for the log's: others rely on the file.
    write_public_key(&settings.data_dir, &public)?;
    Ok(ledger)
}

/// The public key lies beside the data for convenience; whoever verifies has it from elsewhere.
fn write_public_key(folder: &Path, key: &VerifierKey) -> anyhow::Result<()> {
    let path = folder.join(layout::VKEY);
    std::fs::write(&path, format!("{key}\n"))
        .with_context(|| format!("the file {} cannot be written", path.display()))
}

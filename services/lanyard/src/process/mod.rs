//! A process with some or all of the roles: what is opened in which order, and closed in reverse.

mod alone;
mod blobs;
mod engines;
mod figures;
mod lease;
mod ledger;
mod lock;
mod mail;
mod timed;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use lanyard_access::Policies;
use lanyard_api::Figures;
use lanyard_app::{App, Clock, Parts, Promise, SystemRandomness};
use lanyard_events::{At, Position};
use lanyard_intake::jetstream::{
    Closer, Connection, JetStreamDeliveries, JetStreamIntake, SendSettings,
};
use lanyard_intake::{Deliveries, Intake, in_process};
use lanyard_journal::{Journal, Positions, Stamp};
use lanyard_ledger::{Ledger, LockAt};
use lanyard_projections::Views;
use lanyard_vault::{KeyAnswer, Vault};
use lanyard_worker::{Outlet, Sending, Stop, Stopper, Telling};
use tokio::task::JoinHandle;

use crate::config::{Complete, LockSetting, Log};
use crate::files;
use crate::telemetry::{self, Traces};

pub use alone::Recorder;
pub(crate) use blobs::{Files, open_blobs};
pub(crate) use engines::{connect, embedded_vault, is_postgres, root_key, root_key_beside};
pub use lease::Lease;
use ledger::open_ledger;
pub(crate) use lock::{lock_beside, open_lock};
pub(crate) use mail::impaired;
pub use mail::mailer;
use timed::Timed;

/// Proposals that may wait for the recorder; further callers are told to come back.
const INTAKE_CAPACITY: usize = 4_096;
/// How long the recorder may take to finish what is under way: as long as a proposal is worth
/// something (design.md 1.4), with some room.
const DRAIN: Duration = Duration::from_secs(5);

/// A running process with the role api or worker, without its HTTP side.
pub struct Process {
    /// The use cases.
    pub app: Arc<App>,
    /// The store.
    pub journal: Arc<dyn Journal>,
    /// The log.
    pub ledger: Arc<Ledger>,
    /// What monitoring is shown.
    pub figures: Figures,
    /// Evidence files.
    pub(crate) files: Arc<Files>,
    /// How sending emails goes; none where this process sends none.
    pub(crate) sending: Option<Arc<Sending>>,
    stopper: Stopper,
    recorder: Option<JoinHandle<()>>,
    closer: Option<Closer>,
    loops: Vec<JoinHandle<()>>,
}

/// The recorder's stamp: the process's clock. No witness is known yet.
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
    /// Sealed evidence files, unless another place is set.
    pub const BLOBS: &str = "blobs";
    /// How far the reactions have got.
    pub const REACTIONS: &str = "reactions.position";
}

/// The way from whoever proposes to whoever records.
struct Way {
    intake: Arc<dyn Intake>,
    deliveries: Option<Box<dyn Deliveries>>,
    closer: Option<Closer>,
    promise: Arc<dyn Promise>,
    nats: Option<Connection>,
}

/// What is kept, and the views of it.
struct Stores {
    journal: Arc<dyn Journal>,
    vault: Arc<Vault>,
    ledger: Arc<Ledger>,
    views: Arc<Views>,
}

impl Stores {
    async fn open(
        settings: &Complete,
        clock: &Arc<dyn Clock>,
        figures: &Figures,
    ) -> anyhow::Result<Self> {
        let folder = settings.data_dir.as_path();
        let stamp = Arc::new(RecorderStamp(Arc::clone(clock)));
        let journal = Timed::over(engines::journal(settings, stamp).await?, figures);
        let vault = Arc::new(engines::vault(settings)?);
        has_the_keys(&vault, journal.as_ref())
            .await
            .context("the vault does not belong to the store")?;
        let ledger = Arc::new(open_ledger(settings, &journal).await?);
        let views = folder.join(layout::VIEWS);
        let views = match journal.positions() {
            Positions::Gapless => Views::open(&views),
            Positions::Ordered => Views::open_chained(&views),
        };
        let views = Arc::new(views.context("the views cannot be opened")?);
        if views.position() >= journal.head() {
            // Files of an earlier release stay until a start finds the new ones caught up.
            views.retire_old().context("old views cannot be removed")?;
        }
        Ok(Self {
            journal,
            vault,
            ledger,
            views,
        })
    }
}

impl Process {
    /// Opens everything and starts the loops of the roles. An embedded store is opened first: it
    /// holds the lock that keeps a second process out.
    pub async fn start(settings: &Complete, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let folder = settings.data_dir.as_path();
        files::private_folder(folder)?;
        if let Log::Signs {
            checkpoint_lock: LockSetting::File(lock),
            ..
        } = &settings.log
        {
            LockAt::File(lock.clone()).refuse_inside(folder)?;
        }
        let figures = Figures::default();
        let stores = Stores::open(settings, &clock, &figures).await?;
        let files = Files::start(settings).await?;
        let way = open_way(settings).await?;
        let watch = Traces::watching(way.nats.clone());
        let telling = show(&figures, &stores, &way, settings);
        let post = mail::post(&settings.settings)?;
        let Stores {
            journal,
            vault,
            ledger,
            views,
        } = stores;
        let app = App::start(Parts {
            journal: Arc::clone(&journal),
            intake: Arc::clone(&way.intake),
            vault: Arc::clone(&vault),
            blobs: files.blobs(),
            ledger: Arc::clone(&ledger),
            views: Arc::clone(&views),
            policies: Arc::new(Policies::shipped()),
            clock,
            randomness: Arc::new(SystemRandomness),
            promise: way.promise,
            format: settings.settings.format,
        });
        let (stopper, stop) = lanyard_worker::stop();
        let recorder = way.deliveries.map(|deliveries| {
            let (vault, journal) = (Arc::clone(&vault), Arc::clone(&journal));
            let watch = Arc::clone(&watch);
            tokio::spawn(lanyard_worker::record(deliveries, vault, journal, watch))
        });
        let mut loops = vec![
            tokio::spawn(lanyard_worker::follow(
                Arc::clone(&journal),
                Arc::clone(&ledger),
                stop.clone(),
            )),
            tokio::spawn(lanyard_worker::project(
                Arc::clone(&journal),
                vault,
                views,
                Arc::clone(&watch),
                stop.clone(),
            )),
        ];
        let mut process = Self {
            app,
            journal,
            ledger,
            figures,
            files,
            sending: post.as_ref().map(|post| Arc::clone(&post.sending)),
            stopper,
            recorder,
            closer: way.closer,
            loops: Vec::new(),
        };
        let outlet = way.nats.map(|nats| Outlet {
            nats,
            origin: settings.origin.clone(),
            telling,
            watch,
        });
        mail::show(&process.figures, &process.app, process.sending.as_ref());
        loops.extend(process.log_loops(settings, outlet, &stop));
        loops.extend(post.map(|post| {
            let app = Arc::clone(&process.app);
            tokio::spawn(lanyard_worker::deliver(app, post, stop.clone()))
        }));
        process.loops = loops;
        Ok(process)
    }

    /// Signing and what else one process does for all, or taking over what it signs.
    fn log_loops(
        &self,
        settings: &Complete,
        outlet: Option<Outlet>,
        stop: &Stop,
    ) -> Vec<JoinHandle<()>> {
        let ledger = || Arc::clone(&self.ledger);
        if !settings.settings.roles.worker {
            let follow = outlet.map(|outlet| {
                let board = outlet.nats.follow_board();
                tokio::spawn(lanyard_worker::accept(ledger(), board, stop.clone()))
            });
            return follow.into_iter().collect();
        }
        let mut loops = vec![
            tokio::spawn(lanyard_worker::sign(ledger(), stop.clone())),
            tokio::spawn(lanyard_worker::react(
                Arc::clone(&self.app),
                Arc::clone(&self.journal),
                settings.data_dir.join(layout::REACTIONS),
                stop.clone(),
            )),
            tokio::spawn(lanyard_worker::remind(Arc::clone(&self.app), stop.clone())),
            tokio::spawn(lanyard_worker::fill_nightly(
                Arc::clone(&self.app),
                ledger(),
                stop.clone(),
            )),
        ];
        if let Some(outlet) = outlet {
            loops.push(tokio::spawn(lanyard_worker::post(
                ledger(),
                outlet.nats.clone(),
                stop.clone(),
            )));
            // Only here: this process has the lease, and one at a time tells others.
            loops.push(tokio::spawn(lanyard_worker::tell(
                Arc::clone(&self.app),
                Arc::clone(&self.journal),
                outlet,
                stop.clone(),
            )));
        }
        loops
    }

    /// Ends the loops, lets the recorder finish what is under way, then closes the store. Requests
    /// must have ended before.
    pub async fn shut_down(self) {
        self.stopper.raise();
        for running in self.loops {
            // A loop that has failed has said so itself.
            let _ended = running.await;
        }
        // The last holder of `App` closes the queue within the process; once that is empty, the
        // recorder ends. What NATS keeps is left to the other recorders.
        drop(self.app);
        if let Some(closer) = self.closer {
            closer.close();
        }
        if let Some(recorder) = self.recorder {
            let _ended = tokio::time::timeout(DRAIN, recorder).await;
        }
        self.journal.close().await;
    }
}

/// Shows monitoring what it is to see; answers what telling others keeps up to date.
fn show(figures: &Figures, stores: &Stores, way: &Way, settings: &Complete) -> Arc<Telling> {
    let telling = Arc::new(Telling::default());
    figures::show_intake(figures, way.nats.as_ref());
    let shown = figures::Shown {
        promise: Arc::clone(&way.promise),
        telling: Arc::clone(&telling),
        // A worker is started only once it has the lease, where there is one.
        works: settings.settings.roles.worker,
        checkpoint: settings.data_dir.join(layout::LOG).join("checkpoint"),
    };
    figures::show(figures, stores, shown);
    telling
}

async fn open_way(settings: &Complete) -> anyhow::Result<Way> {
    let Some(nats) = &settings.settings.engines.nats else {
        let (intake, deliveries) = in_process(INTAKE_CAPACITY);
        return Ok(Way {
            intake: Arc::new(intake.with_traceparent(telemetry::current)),
            deliveries: Some(Box::new(deliveries)),
            closer: None,
            promise: Arc::new(false),
            nats: None,
        });
    };
    let connection = engines::nats(settings, nats).await?;
    let sending = SendSettings {
        traceparent: Some(telemetry::current),
        ..SendSettings::default()
    };
    let intake = JetStreamIntake::start(&connection, sending)
        .await
        .context("NATS cannot be used")?;
    let deliveries = settings
        .settings
        .roles
        .recorder
        .then(|| JetStreamDeliveries::start(&connection));
    Ok(Way {
        intake: Arc::new(intake),
        closer: deliveries.as_ref().map(JetStreamDeliveries::closer),
        deliveries: deliveries.map(|it| Box::new(it) as Box<dyn Deliveries>),
        promise: engines::promise(nats).await,
        nats: Some(connection),
    })
}

/// A vault that is empty or an older copy would be written on, and nothing could be read: the keys
/// of the first and the newest event must be there (design.md 4: `Missing` stops the process).
async fn has_the_keys(vault: &Vault, journal: &dyn Journal) -> anyhow::Result<()> {
    let first = journal.read_all(Position(0), 1).await?;
    for recorded in first.into_iter().chain(journal.newest().await?) {
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
    Ok(())
}

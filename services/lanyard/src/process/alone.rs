//! A process that only records: no views, no log, no API but health.

use std::sync::Arc;

use anyhow::Context;
use lanyard_api::Figures;
use lanyard_app::Clock;
use lanyard_intake::jetstream::{Closer, Connection, JetStreamDeliveries};
use lanyard_journal::Journal;
use tokio::task::JoinHandle;

use super::timed::Timed;
use super::{DRAIN, RecorderStamp, engines, figures, has_the_keys};
use crate::config::Complete;
use crate::files;
use crate::telemetry::Traces;

/// A recorder.
pub struct Recorder {
    /// What monitoring is shown.
    pub figures: Figures,
    journal: Arc<dyn Journal>,
    nats: Connection,
    closer: Closer,
    recording: JoinHandle<()>,
}

impl Recorder {
    /// Connects and begins to record.
    ///
    /// # Errors
    /// Store, vault or NATS cannot be used.
    pub async fn start(settings: &Complete, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        files::private_folder(&settings.data_dir)?;
        let nats = settings.settings.engines.nats.as_ref();
        let nats = nats.context("a recorder by itself needs LANYARD_NATS_URL")?;
        let figures = Figures::default();
        let journal = engines::journal(settings, Arc::new(RecorderStamp(clock))).await?;
        let journal = Timed::over(journal, &figures);
        let vault = Arc::new(engines::vault(settings)?);
        // Proposals of one trust must not be recorded in the store of another.
        has_the_keys(&vault, journal.as_ref())
            .await
            .context("the vault does not belong to the store")?;
        let nats = engines::nats(settings, nats).await?;
        let deliveries = JetStreamDeliveries::start(&nats);
        let closer = deliveries.closer();
        figures::lease_held(&figures, false);
        figures::show_intake(&figures, Some(&nats));
        let recording = tokio::spawn(lanyard_worker::record(
            deliveries,
            vault,
            Arc::clone(&journal),
            Traces::watching(Some(nats.clone())),
        ));
        Ok(Self {
            figures,
            journal,
            nats,
            closer,
            recording,
        })
    }

    /// Says what stands in the way of recording, in plain words; nothing when it can.
    pub fn watched(&self) -> impl Fn() -> Vec<&'static str> + Send + Sync + 'static {
        let nats = self.nats.clone();
        move || {
            if nats.is_up() {
                Vec::new()
            } else {
                vec!["NATS cannot be reached"]
            }
        }
    }

    /// Takes nothing new, settles what was taken, closes the store.
    pub async fn shut_down(self) {
        self.closer.close();
        let _ended = tokio::time::timeout(DRAIN, self.recording).await;
        self.journal.close().await;
    }
}

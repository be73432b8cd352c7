//! Opening the engines that the settings name: files below the data folder, or servers.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use lanyard_app::Promise;
use lanyard_intake::jetstream::{self, Connection, Names};
use lanyard_journal::{EventStoreJournal, Journal, PostgresJournal, SqliteJournal, Stamp};
use lanyard_vault::{KeyVault, PostgresKeyVault, RootKey, SqliteKeyVault, Vault};

use super::layout;
use crate::config::{Complete, Nats, Settings};
use crate::files::read_secret;

/// Opens the store. An embedded one is locked against a second process by that.
pub(super) async fn journal(
    settings: &Complete,
    stamp: Arc<dyn Stamp>,
) -> anyhow::Result<Arc<dyn Journal>> {
    let engines = &settings.settings.engines;
    let Some(file) = &engines.store_url_file else {
        let folder = settings.data_dir.as_path();
        let opened = SqliteJournal::open(&folder.join(layout::STORE), stamp);
        return Ok(Arc::new(opened.with_context(|| {
            format!("the store in {} cannot be opened", folder.display())
        })?));
    };
    let url = read_secret(file, "LANYARD_STORE_URL_FILE")?;
    if is_postgres(&url) {
        let opened = PostgresJournal::connect(&url, stamp).await;
        return Ok(Arc::new(
            opened.context("the store on PostgreSQL cannot be used")?,
        ));
    }
    if url.starts_with("esdb://") || url.starts_with("esdb+discover://") {
        let boxes = engines
            .boxes_url_file
            .as_deref()
            .context("a store on EventStoreDB needs LANYARD_BOXES_URL_FILE besides")?;
        let boxes = read_secret(boxes, "LANYARD_BOXES_URL_FILE")?;
        let opened = EventStoreJournal::connect(&url, &boxes, stamp).await;
        return Ok(Arc::new(
            opened.context("the store on EventStoreDB cannot be used")?,
        ));
    }
    bail!(
        "LANYARD_STORE_URL_FILE: {} must hold an address that begins with postgres:// or esdb://",
        file.display()
    )
}

/// Whether an address is one of PostgreSQL.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// Opens the vault under the root key.
pub(super) fn vault(settings: &Complete) -> anyhow::Result<Vault> {
    let root = root_key(&settings.root_key_file)?;
    let Some(file) = &settings.settings.engines.vault_url_file else {
        return embedded_vault(&settings.data_dir, root);
    };
    let url = read_secret(file, "LANYARD_VAULT_URL_FILE")?;
    let keys = PostgresKeyVault::connect(&url).context("the vault on PostgreSQL cannot be used")?;
    under(keys, root)
}

/// Opens the vault of an embedded store.
pub(crate) fn embedded_vault(data_dir: &Path, root: RootKey) -> anyhow::Result<Vault> {
    let keys = SqliteKeyVault::open(&data_dir.join(layout::VAULT));
    under(keys.context("the vault cannot be opened")?, root)
}

fn under(keys: impl KeyVault, root: RootKey) -> anyhow::Result<Vault> {
    Vault::new(Arc::new(keys), root).context("the vault cannot be opened")
}

/// Reads the root key.
pub(crate) fn root_key(path: &Path) -> anyhow::Result<RootKey> {
    RootKey::read(path)
        .with_context(|| format!("the root key in {} cannot be used", path.display()))
}

/// Reads the root key that is set, or a demonstration's, which lies in its folder.
pub(crate) fn root_key_beside(settings: &Settings, data_dir: &Path) -> anyhow::Result<RootKey> {
    match &settings.root_key_file {
        Some(path) => root_key(path),
        None => root_key(&data_dir.join("root.key")),
    }
}

/// Connects to NATS and checks that its streams are there.
pub(crate) async fn nats(settings: &Complete, nats: &Nats) -> anyhow::Result<Connection> {
    let connection = connect(&settings.settings, &settings.origin, nats).await?;
    connection
        .check()
        .await
        .context("the streams on NATS cannot be used")?;
    Ok(connection)
}

/// Connects to NATS.
pub(crate) async fn connect(
    settings: &Settings,
    origin: &str,
    nats: &Nats,
) -> anyhow::Result<Connection> {
    jetstream::connect(&jetstream::Settings {
        servers: nats.urls.clone(),
        credentials: nats.credentials_file.clone(),
        root_certificates: None,
        origin: origin.to_owned(),
        names: Names::default(),
        connection_name: format!("lanyard {}", settings.roles),
    })
    .await
    .context("NATS cannot be used")
}

/// Whether 202 may be promised: asked of the servers' monitoring at start and every minute.
pub(super) async fn promise(nats: &Nats) -> Arc<dyn Promise> {
    let durable = Arc::new(Durable(AtomicBool::new(false)));
    let monitors = nats.monitor_urls.clone();
    if monitors.is_empty() {
        tracing::warn!(
            "LANYARD_NATS_MONITOR_URLS is not set: no new concern is promised to be kept (202) \
             while the recorder is away"
        );
        return durable;
    }
    let replicas = nats.replicas;
    durable.ask(&monitors, replicas).await;
    let asked = Arc::clone(&durable);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(ASKED_EVERY).await;
            asked.ask(&monitors, replicas).await;
        }
    });
    durable
}

/// How often the servers are asked whether they write through.
const ASKED_EVERY: Duration = Duration::from_secs(60);

/// What the servers last said.
struct Durable(AtomicBool);

impl Durable {
    async fn ask(&self, monitors: &[String], replicas: usize) {
        let durability = jetstream::durability(monitors).await;
        let may = durability.may_promise(replicas);
        if self.0.swap(may, Ordering::Relaxed) != may || !may {
            tracing::info!(%durability, promised = may, "new concerns are promised to be kept");
        }
    }
}

impl Promise for Durable {
    fn holds(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

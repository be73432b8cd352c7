//! Copying the record from one store to another, whichever they are.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use lanyard_journal::{History, Journal, Replay, SqliteJournal, postgres, sqlite};

use crate::config::Settings;
use crate::files::read_secret;
use crate::process::{is_postgres, layout};

/// All of the store that is set, at one moment.
pub(super) async fn history(settings: &Settings, data_dir: &Path) -> anyhow::Result<History> {
    let Some(file) = &settings.engines.store_url_file else {
        let store = data_dir.join(layout::STORE);
        return sqlite::history(&store)
            .with_context(|| format!("the store in {} cannot be read", data_dir.display()));
    };
    let url = read_secret(file, "LANYARD_STORE_URL_FILE")?;
    if !is_postgres(&url) {
        bail!(
            "a store on EventStoreDB cannot be backed up by this command: its positions have gaps, and \
             it has backups of its own, to be taken together with the database of boxes"
        );
    }
    let history = postgres::history(&url).await;
    history.context("the store on PostgreSQL cannot be read")
}

/// Records a history in a store file that is not there yet.
pub(super) async fn copy(history: History, to: &Path) -> anyhow::Result<()> {
    let replay = Replay::default();
    let journal = SqliteJournal::open(to, replay.stamp()).context("the copy cannot be begun")?;
    let recorded = replay.record(history, &journal).await;
    journal.close().await;
    drop(journal);
    recorded.context("the record could not be copied")?;
    sqlite::make_single_file(to).context("the copy cannot be finished")?;
    remove_lock(to)
}

/// The file beside a store or a vault by which processes keep each other out: nobody has it open.
pub(super) fn remove_lock(store: &Path) -> anyhow::Result<()> {
    let mut lock = store.as_os_str().to_owned();
    lock.push(".lock");
    fs::remove_file(&lock).context("the copy's lock cannot be removed")
}

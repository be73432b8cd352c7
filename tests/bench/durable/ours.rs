//! Our side: tasks that append to a store of ours, each waiting for its answer.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use lanyard::clock::SystemClock;
use lanyard_journal::{Append, Journal, Outcome, PostgresJournal, SqliteJournal};
use lanyard_vault::Vault;
use tokio::task::JoinSet;

use super::work::{self, Writer};
use crate::history::vault_in;
use crate::run::Run;

/// Each event is committed to and sealed by its writer, within the time measured.
pub fn formed(run: &Run, writers: usize, appends: usize) -> anyhow::Result<Duration> {
    let folder = run.folder()?;
    let sources = forming(vault_in(folder.path())?, writers, appends, Writer::next);
    let folder = run.folder()?;
    write(run, embedded(folder.path())?, sources)
}

/// The same with each event on a new stream, whose key is drawn within the time measured too.
pub fn begun(run: &Run, writers: usize, appends: usize) -> anyhow::Result<Duration> {
    let folder = run.folder()?;
    let sources = forming(vault_in(folder.path())?, writers, appends, begin);
    let folder = run.folder()?;
    write(run, embedded(folder.path())?, sources)
}

/// New streams on PostgreSQL, in an empty database.
pub fn on_postgres(
    run: &Run,
    url: &str,
    writers: usize,
    appends: usize,
) -> anyhow::Result<Duration> {
    let folder = run.folder()?;
    let sources = forming(vault_in(folder.path())?, writers, appends, begin);
    let connecting = PostgresJournal::connect(url, Arc::new(SystemClock));
    let journal = run.runtime.block_on(connecting)?;
    write(run, Arc::new(journal), sources)
}

/// So many writers, each of which forms its next event when asked for it.
fn forming(
    vault: Arc<Vault>,
    writers: usize,
    appends: usize,
    next: fn(&mut Writer) -> Append,
) -> impl Iterator<Item = impl Iterator<Item = Append> + Send + 'static> {
    let each = appends / writers;
    (0..writers).map(move |writer| {
        let mut writer = Writer::new(Arc::clone(&vault), writer as u64);
        std::iter::repeat_with(move || next(&mut writer)).take(each)
    })
}

fn begin(writer: &mut Writer) -> Append {
    writer.begin().append
}

/// Events were made before: the store alone.
pub fn premade(run: &Run, writers: usize, appends: usize) -> anyhow::Result<Duration> {
    let folder = run.folder()?;
    let vault = vault_in(folder.path())?;
    let sources = work::premade(&vault, writers, appends);
    let folder = run.folder()?;
    let sources = sources.into_iter().map(Vec::into_iter);
    write(run, embedded(folder.path())?, sources)
}

fn embedded(folder: &Path) -> anyhow::Result<Arc<dyn Journal>> {
    let store = folder.join("store.sqlite");
    Ok(Arc::new(SqliteJournal::open(
        &store,
        Arc::new(SystemClock),
    )?))
}

fn write<S>(
    run: &Run,
    journal: Arc<dyn Journal>,
    sources: impl Iterator<Item = S>,
) -> anyhow::Result<Duration>
where
    S: Iterator<Item = Append> + Send + 'static,
{
    run.runtime.block_on(async {
        let sources: Vec<S> = sources.collect();
        let start = Instant::now();
        let mut writers = JoinSet::new();
        for source in sources {
            let journal = Arc::clone(&journal);
            writers.spawn(async move {
                for append in source {
                    let outcome = journal.append(append).await?;
                    ensure!(matches!(outcome, Outcome::Recorded(_)), "not recorded");
                }
                Ok(())
            });
        }
        while let Some(ended) = writers.join_next().await {
            ended??;
        }
        let elapsed = start.elapsed();
        journal.close().await;
        Ok(elapsed)
    })
}

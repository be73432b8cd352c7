//! What monitoring is shown of a process beside its requests (docs/operations.md, "Figures"). Every
//! process shows every figure, with nought where it has no part in it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use lanyard_api::Figures;
use lanyard_app::Promise;
use lanyard_intake::jetstream::Connection;
use lanyard_worker::Telling;

use super::Stores;

/// How often NATS is asked what waits: as often as Prometheus mostly asks us.
const ASKED_EVERY: Duration = Duration::from_secs(10);

/// What a process with views and a tree shows beside its stores.
pub(super) struct Shown {
    pub(super) promise: Arc<dyn Promise>,
    pub(super) telling: Arc<Telling>,
    /// Whether this process is the worker at work.
    pub(super) works: bool,
    /// The published checkpoint.
    pub(super) checkpoint: PathBuf,
}

pub(super) fn show(figures: &Figures, stores: &Stores, shown: Shown) {
    lease_held(figures, shown.works);
    let parked = figures.gauge(
        "lanyard_views_parked_streams",
        "Streams that are shown to nobody because an event of theirs cannot be read.",
    );
    let behind = figures.gauge(
        "lanyard_checkpoint_lag_events",
        "Events of this process's tree that no checkpoint served by it covers.",
    );
    let published = figures.gauge(
        "lanyard_checkpoint_published_timestamp_seconds",
        "When the public checkpoint was last written here, in Unix time; 0 before the first.",
    );
    let promised = figures.gauge(
        "lanyard_intake_promise",
        "1 while a new concern is answered 202 when the recorder is away.",
    );
    let Shown {
        promise,
        telling,
        works: _,
        checkpoint,
    } = shown;
    telling_of(figures, stores, telling);
    // Weak: what is shown must not keep a process's parts alive at its end.
    let (ledger, views) = (
        Arc::downgrade(&stores.ledger),
        Arc::downgrade(&stores.views),
    );
    figures.before_reading(move || {
        if let Some(views) = views.upgrade() {
            let streams = views.parked().map_or(0, |parked| parked.len());
            parked.set(number(streams as u64));
        }
        if let Some(ledger) = ledger.upgrade() {
            let covered = size_of(ledger.inner_checkpoint().as_deref());
            behind.set(number(ledger.size().0.saturating_sub(covered)));
        }
        published.set(written(&checkpoint));
        promised.set(i64::from(promise.holds()));
    });
}

/// What a process that does nothing else shows of the lease.
pub(super) fn lease_held(figures: &Figures, held: bool) {
    let lease = figures.gauge(
        "lanyard_worker_lease_held",
        "1 in the one process that signs, reacts, fills and tells others.",
    );
    lease.set(i64::from(held));
}

fn telling_of(figures: &Figures, stores: &Stores, telling: Arc<Telling>) {
    let told = figures.counter(
        "lanyard_facts_told_total",
        "Facts that NATS has written down for other systems.",
    );
    let repeated = figures.counter(
        "lanyard_facts_repeated_total",
        "Of these, such as NATS had already.",
    );
    let lag = figures.gauge(
        "lanyard_facts_lag_events",
        "Events of the record that have not been looked at for facts yet.",
    );
    let at_head = figures.gauge(
        "lanyard_facts_began_at_head",
        "1 when this process found no record of what others were told, and began at the end.",
    );
    let (journal, ledger) = (
        Arc::downgrade(&stores.journal),
        Arc::downgrade(&stores.ledger),
    );
    figures.before_reading(move || {
        told.inc_by(telling.told().saturating_sub(told.get()));
        repeated.inc_by(telling.repeated().saturating_sub(repeated.get()));
        at_head.set(i64::from(telling.began_at_head()));
        let parts = (journal.upgrade(), ledger.upgrade(), telling.position());
        if let (Some(journal), Some(ledger), Some(position)) = parts {
            lag.set(number(ledger.events_between(position, journal.head())));
        }
    });
}

/// What waits in NATS; nought without NATS.
pub(super) fn show_intake(figures: &Figures, nats: Option<&Connection>) {
    let waiting = figures.gauge(
        "lanyard_intake_waiting_proposals",
        "Proposals that NATS keeps and no recorder has settled.",
    );
    let parked = figures.gauge(
        "lanyard_intake_parked_messages",
        "Messages of the intake that could not be read and were set aside.",
    );
    let Some(nats) = nats.cloned() else { return };
    tokio::spawn(async move {
        loop {
            match nats.waiting().await {
                Ok(found) => {
                    waiting.set(number(found.proposals));
                    parked.set(number(found.parked));
                }
                // The last known figure stays; that NATS is away is seen elsewhere.
                Err(error) => tracing::debug!(%error, "NATS does not say what waits"),
            }
            tokio::time::sleep(ASKED_EVERY).await;
        }
    });
}

/// The second line of a checkpoint.
fn size_of(note: Option<&str>) -> u64 {
    let line = note.and_then(|note| note.lines().nth(1));
    line.and_then(|line| line.parse().ok()).unwrap_or(0)
}

fn written(file: &std::path::Path) -> i64 {
    let modified = std::fs::metadata(file).and_then(|found| found.modified());
    let since = modified
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| number(since.as_secs()))
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

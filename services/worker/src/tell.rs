//! Tells other systems what happened: facts on NATS (design.md 1.7).
//!
//! The order of the durable steps:
//! 1. the facts of a batch are written down by NATS;
//! 2. how far that was is recorded, in a `delivery` stream.
//!
//! A crash between the two tells the same facts again, under the same ids. 2 is not done for every
//! batch: it would double the record of a quiet day. How much is told again after a crash is bounded
//! below, and the stream's window of duplicates is longer.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use lanyard_app::{App, AppError, Told};
use lanyard_events::fact::{CONTENT_TYPE, Fact};
use lanyard_events::{Position, Recorded};
use lanyard_intake::jetstream::{Connection, Outgoing};
use lanyard_journal::Journal;
use tokio::time::{Instant, sleep, sleep_until};

use crate::feed::Feed;
use crate::stop::Stop;
use crate::watch::Watch;

/// The place is recorded so long after the first fact that it does not cover: four events an hour at
/// most on a quiet day, and a quarter of the stream's window of duplicates.
const KEPT_AFTER: Duration = Duration::from_secs(15 * 60);
/// And at the latest after so many facts.
const KEPT_FACTS: u64 = 1_000;
/// And after so many events that are none: what a new worker has to look through again.
const KEPT_EVENTS: u64 = 50_000;
/// Pause before NATS or the store is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// How telling goes, for monitoring.
#[derive(Debug, Default)]
pub struct Telling {
    told: AtomicU64,
    repeated: AtomicU64,
    position: AtomicU64,
    is_telling: AtomicBool,
    began_at_head: AtomicBool,
}

impl Telling {
    /// Facts that NATS has written down since the process started.
    #[must_use]
    pub fn told(&self) -> u64 {
        self.told.load(Relaxed)
    }

    /// Of these, such as were there already.
    #[must_use]
    pub fn repeated(&self) -> u64 {
        self.repeated.load(Relaxed)
    }

    /// Up to where everything is told; none in a process that tells nothing.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        let is_telling = self.is_telling.load(Relaxed);
        is_telling.then(|| Position(self.position.load(Relaxed)))
    }

    fn reached(&self, position: Position) {
        self.position.store(position.0, Relaxed);
        self.is_telling.store(true, Relaxed);
    }

    /// Whether this process found no cursor, so that nothing of what was before is told.
    #[must_use]
    pub fn began_at_head(&self) -> bool {
        self.began_at_head.load(Relaxed)
    }
}

/// Where facts go, and who watches.
pub struct Outlet {
    /// To NATS.
    pub nats: Connection,
    /// The name of the trust's log.
    pub origin: String,
    /// For monitoring.
    pub telling: Arc<Telling>,
    /// Knows in which trace an event was recorded.
    pub watch: Arc<dyn Watch>,
}

/// What telling needs.
struct Teller {
    app: Arc<App>,
    out: Outlet,
    stop: Stop,
    /// As the record has it.
    told: Told,
    /// Up to where everything was handed to NATS.
    reached: Position,
    /// Events that the record does not say were looked through. Counted: positions may have gaps.
    events: u64,
    /// Facts among them.
    facts: u64,
    /// When the first of these was told.
    since: Option<Instant>,
}

/// Tells until asked to stop.
pub async fn tell(app: Arc<App>, journal: Arc<dyn Journal>, out: Outlet, stop: Stop) {
    let Some(told) = begin(&app, &out.telling, &stop).await else {
        return;
    };
    let reached = told.position().unwrap_or(Position(0));
    out.telling.reached(reached);
    let mut feed = Feed::after(journal, reached, stop.clone());
    let mut teller = Teller {
        app,
        out,
        stop,
        told,
        reached,
        events: 0,
        facts: 0,
        since: None,
    };
    loop {
        let due = teller.since.map(|since| since + KEPT_AFTER);
        let batch = tokio::select! {
            batch = feed.next() => batch,
            () = until(due) => {
                teller.keep().await;
                continue;
            }
        };
        let Some(batch) = batch else { break };
        if !teller.batch(&batch.events).await {
            break;
        }
        if teller.facts >= KEPT_FACTS || teller.events >= KEPT_EVENTS {
            teller.keep().await;
        }
    }
    if teller.facts > 0 {
        teller.keep().await;
    }
}

/// Where to go on. Without a cursor telling begins at the end of the record, and says so: whoever was
/// told before and is not now has missed something.
async fn begin(app: &App, telling: &Telling, stop: &Stop) -> Option<Told> {
    persist(stop, || async {
        let told = app.told().await?;
        if told.position().is_some() {
            return Ok(told);
        }
        let told = app.begin_telling(&told).await?;
        telling.began_at_head.store(true, Relaxed);
        tracing::warn!(
            "no record of what other systems were told: they are told of what happens from now on"
        );
        Ok(told)
    })
    .await
}

/// Tries until it succeeds, or until asked to stop.
async fn persist<T, F: Future<Output = Result<T, AppError>>>(
    stop: &Stop,
    attempt: impl Fn() -> F,
) -> Option<T> {
    loop {
        match attempt().await {
            Ok(done) => return Some(done),
            Err(error) => tracing::warn!(%error, "facts wait for the store; trying again"),
        }
        pause(stop).await?;
    }
}

/// None once asked to stop.
async fn pause(stop: &Stop) -> Option<()> {
    let mut stop = stop.clone();
    tokio::select! {
        () = stop.raised() => None,
        () = sleep(RETRY) => Some(()),
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}

impl Teller {
    /// Step 1 for one batch. False once asked to stop.
    async fn batch(&mut self, batch: &[Recorded]) -> bool {
        let mut facts = Vec::new();
        for recorded in batch {
            let fact = persist(&self.stop, || self.app.fact_of(recorded)).await;
            match fact {
                Some(Some(fact)) => facts.push(self.outgoing(&fact)),
                Some(None) => {}
                None => return false,
            }
        }
        if !self.send(&facts).await {
            return false;
        }
        if !facts.is_empty() {
            self.facts += facts.len() as u64;
            self.since.get_or_insert_with(Instant::now);
        }
        self.events += batch.len() as u64;
        if let Some(last) = batch.last() {
            self.reached = last.position;
            self.out.telling.reached(last.position);
        }
        true
    }

    fn outgoing(&self, fact: &Fact) -> Outgoing {
        let body = serde_json::to_vec(&fact.cloud_event(&self.out.origin));
        Outgoing {
            subject: fact.subject(),
            id: fact.event.to_string(),
            content_type: CONTENT_TYPE,
            body: body.expect("a fact is ids and types, which are JSON"),
            traceparent: self.out.watch.trace_of(fact.event),
        }
    }

    async fn send(&self, mut facts: &[Outgoing]) -> bool {
        while !facts.is_empty() {
            let sent = match self.out.nats.tell(facts).await {
                Ok(sent) => sent,
                Err(error) => {
                    tracing::warn!(%error, "facts wait for NATS; trying again");
                    if pause(&self.stop).await.is_none() {
                        return false;
                    }
                    error.sent
                }
            };
            let telling = &self.out.telling;
            telling.told.fetch_add(sent.all as u64, Relaxed);
            telling.repeated.fetch_add(sent.repeated as u64, Relaxed);
            facts = &facts[sent.all..];
        }
        true
    }

    /// Step 2. What cannot be recorded now is recorded later: what counts is that it is not ahead.
    async fn keep(&mut self) {
        match self.app.have_told(&self.told, self.reached).await {
            Ok(told) => {
                self.told = told;
                self.events = 0;
                self.facts = 0;
                self.since = None;
            }
            Err(error) => {
                tracing::warn!(%error, "how far others were told is not recorded yet");
                // Somebody else may have moved it on, or the answer was lost.
                if let Ok(told) = self.app.told().await {
                    self.told = told;
                }
                self.since = Some(Instant::now());
            }
        }
    }
}

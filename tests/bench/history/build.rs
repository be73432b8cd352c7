//! Builds a history into a store, in bulk.

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use futures_util::future::join_all;
use lanyard_events::access::{AccessEvent, AccessLooked, LookResult};
use lanyard_events::{Actor, Event, StaffId, StreamId, StreamKind};
use lanyard_journal::{Append, Journal, Outcome};
use lanyard_vault::{Vault, WrappedKey};

use super::former::{Former, Thread};
use super::matter::Matter;
use super::trust::{self, School};

/// Events made before they are appended together.
const BATCH: usize = 1_024;
/// Matters that an academy works on at a time.
const RUNNING_EACH: usize = 12;
/// Looks written by one append, as a process that is asked a lot batches them.
const LOOKS: u64 = 16;
/// Of ten events so many are looks.
const LOOKS_OF_TEN: u64 = 7;
/// Looks of one process before the next one starts.
const LOOKS_OF_PROCESS: u64 = 20_000;

/// How much history, and when.
#[derive(Debug, Clone, Copy)]
pub struct Years {
    /// Academies.
    pub academies: usize,
    /// Events, about.
    pub events: u64,
    /// When it begins, in milliseconds since 1970.
    pub from_millis: i64,
    /// When it ends.
    pub to_millis: i64,
}

/// What was built.
#[derive(Debug, Clone, Copy)]
pub struct Built {
    /// Events.
    pub events: u64,
    /// Of these, looks.
    pub looks: u64,
}

struct Builder {
    journal: Arc<dyn Journal>,
    vault: Arc<Vault>,
    former: Former,
    schools: Vec<School>,
    running: Vec<Vec<Matter>>,
    keys: Vec<WrappedKey>,
    appends: Vec<Append>,
    looking: Option<(Thread, u64)>,
    built: Built,
}

impl Years {
    /// Builds it. Streams come and go side by side, as in life.
    pub async fn build(
        self,
        journal: Arc<dyn Journal>,
        vault: Arc<Vault>,
    ) -> anyhow::Result<Built> {
        let mut builder = Builder {
            journal,
            former: Former::new(Arc::clone(&vault), self.from_millis, 7),
            vault,
            schools: Vec::new(),
            running: Vec::new(),
            keys: Vec::new(),
            appends: Vec::new(),
            looking: None,
            built: Built {
                events: 0,
                looks: 0,
            },
        };
        builder.found(self.academies).await?;
        let many = i64::try_from(self.events).context("too many events")?;
        let step = (self.to_millis - self.from_millis) / many.max(1);
        let mut before = 0;
        while builder.built.events < self.events {
            builder.former.millis += step * i64::try_from(builder.built.events - before)?;
            before = builder.built.events;
            if builder.built.looks * 10 < builder.built.events * LOOKS_OF_TEN {
                builder.look();
            } else {
                builder.work();
            }
            if builder.appends.len() >= BATCH {
                builder.flush().await?;
            }
        }
        builder.flush().await?;
        Ok(builder.built)
    }
}

impl Builder {
    async fn found(&mut self, academies: usize) -> anyhow::Result<()> {
        let (keys, appends) = (&mut self.keys, &mut self.appends);
        self.schools = trust::open(&mut self.former, academies, |key, append| {
            keys.push(key);
            appends.push(append);
        });
        self.running.resize_with(self.schools.len(), Vec::new);
        self.built.events += self.appends.len() as u64;
        self.flush().await
    }

    /// One more event of some matter of some academy.
    fn work(&mut self) {
        let place = self.former.one_of(self.schools.len());
        let (school, running) = (&self.schools[place], &mut self.running[place]);
        let advanced = if running.len() < RUNNING_EACH {
            let (matter, advanced) = Matter::raise(&mut self.former, school);
            running.push(matter);
            advanced
        } else {
            let matter = self.former.one_of(running.len());
            let advanced = running[matter].advance(&mut self.former, school);
            if !advanced.goes_on {
                running.swap_remove(matter);
            }
            advanced
        };
        self.keys.extend(advanced.key);
        self.appends.push(advanced.append);
        self.built.events += 1;
    }

    /// Some looks, by one process.
    fn look(&mut self) {
        let mut looking = match self.looking.take() {
            Some((thread, looks)) if looks < LOOKS_OF_PROCESS => (thread, looks),
            Some(_) | None => {
                let (thread, key) = self.former.begin(StreamKind::Access, None);
                self.keys.push(key);
                (thread, 0)
            }
        };
        let (actor, stream) = self.somebody_and_something();
        let look = looked(stream);
        let mut append = self
            .former
            .append(&mut looking.0, Actor::Staff(actor), &look);
        for _ in 1..LOOKS {
            let (actor, stream) = self.somebody_and_something();
            let look = looked(stream);
            let sealed = self.former.form(&mut looking.0, Actor::Staff(actor), &look);
            append.events.push(sealed);
        }
        self.appends.push(append);
        looking.1 += LOOKS;
        self.built.events += LOOKS;
        self.built.looks += LOOKS;
        self.looking = Some(looking);
    }

    fn somebody_and_something(&mut self) -> (StaffId, StreamId) {
        let place = self.former.one_of(self.schools.len());
        let school = &self.schools[place];
        let actor = school.staff[self.former.one_of(school.staff.len())];
        let running = &self.running[place];
        let stream = if running.is_empty() {
            school.pupils[self.former.one_of(school.pupils.len())].stream()
        } else {
            running[self.former.one_of(running.len())].newest_stream()
        };
        (actor, stream)
    }

    /// Keeps the keys, then appends everything, in few commits.
    async fn flush(&mut self) -> anyhow::Result<()> {
        let keys = std::mem::take(&mut self.keys);
        if !keys.is_empty() {
            self.vault.store(&keys).context("keys could not be kept")?;
        }
        // Polled in order and without pauses, so that an append of a stream follows the one before.
        let appends = self
            .appends
            .drain(..)
            .map(|append| self.journal.append(append));
        for ended in tokio::task::unconstrained(join_all(appends)).await {
            let outcome = ended?;
            ensure!(
                matches!(outcome, Outcome::Recorded(_)),
                "the history was refused: {outcome:?}"
            );
        }
        Ok(())
    }
}

fn looked(stream: StreamId) -> Event {
    let route = if stream.kind == StreamKind::Case {
        "GET /v1/cases/{id}"
    } else {
        "GET /v1/concerns/{id}"
    };
    Event::Access(AccessEvent::Looked(AccessLooked {
        streams: vec![stream],
        result: LookResult::Opened,
        route: route.to_owned(),
    }))
}

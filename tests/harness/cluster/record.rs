//! The store as it is, read past every role and every proxy.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_events::{At, Position, Recorded};
use lanyard_journal::{Journal, PostgresJournal, Stamp};

use super::RUNTIME;

/// Events read at once.
const BATCH: u32 = 2_000;

/// What an event is, as far as its plain columns tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The id of its stream.
    pub id: String,
    /// Its type.
    pub event_type: String,
}

/// What has been read so far.
#[derive(Debug)]
pub struct Record {
    url: String,
    after: Position,
    events: BTreeMap<u64, Found>,
    /// How often each concern was raised, and added to.
    concerns: BTreeMap<String, (usize, usize)>,
}

/// A store that is opened only to be read is never stamped.
struct Unstamped;

impl Stamp for Unstamped {
    fn now(&self) -> At {
        At::from_millis(0)
    }

    fn not_before(&self) -> [u8; 32] {
        [0; 32]
    }
}

impl Record {
    /// Nothing yet.
    #[must_use]
    pub fn of(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            after: Position(0),
            events: BTreeMap::new(),
            concerns: BTreeMap::new(),
        }
    }

    /// Reads what has come since. Positions without a gap are checked by the store itself.
    ///
    /// # Panics
    /// When the store cannot be read.
    pub fn read_on(&mut self) {
        for recorded in read_all(&self.url, self.after) {
            self.after = recorded.position;
            let envelope = &recorded.event.envelope;
            let found = Found {
                id: envelope.stream.uuid.to_string(),
                event_type: envelope.event_type.as_str().to_owned(),
            };
            let (raised, added) = self.concerns.entry(found.id.clone()).or_default();
            match found.event_type.as_str() {
                "concern.raised" => *raised += 1,
                "concern.information_added" => *added += 1,
                _ => {}
            }
            self.events.insert(recorded.position.0, found);
        }
    }

    /// What stands at a position.
    #[must_use]
    pub fn at(&self, position: u64) -> Option<&Found> {
        self.events.get(&position)
    }

    /// How often a concern was raised, and added to.
    #[must_use]
    pub fn concern(&self, id: &str) -> (usize, usize) {
        self.concerns.get(id).copied().unwrap_or_default()
    }

    /// All concerns that were raised.
    pub fn raised(&self) -> impl Iterator<Item = &str> {
        let raised = self.concerns.iter().filter(|(_, (raised, _))| *raised > 0);
        raised.map(|(id, _)| id.as_str())
    }
}

/// Everything after a position, in order.
///
/// # Panics
/// When the store cannot be read.
#[must_use]
pub fn read_all(url: &str, mut after: Position) -> Vec<Recorded> {
    RUNTIME.block_on(async {
        let journal = PostgresJournal::connect(url, Arc::new(Unstamped)).await;
        let journal = journal.unwrap();
        let mut all = Vec::new();
        loop {
            let mut batch = journal.read_all(after, BATCH).await.unwrap();
            let Some(last) = batch.last() else { break };
            after = last.position;
            all.append(&mut batch);
        }
        journal.close().await;
        all
    })
}

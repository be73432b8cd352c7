//! The store as its file has it, read while no server runs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use lanyard::process::layout;
use lanyard_events::{Event, Position, Recorded, StreamId};
use lanyard_journal::sqlite::StoredEvents;
use lanyard_vault::{Opened, RootKey, SqliteKeyVault, Vault};
use lanyard_worker::Batch;

use super::Tally;
use super::book::{Book, Place};

/// Events read at once.
const BATCH: u32 = 4_096;
/// How a text names its request.
const KEY: &[u8] = b"key:";
const KEY_CHARS: usize = 36;

/// What has been read so far.
pub struct Record {
    data_dir: PathBuf,
    after: Position,
    /// The revision that comes next in each stream.
    next: HashMap<StreamId, u64>,
    /// Where each request's event is, by type and key.
    places: HashMap<(&'static str, String), Place>,
    doubled: Vec<String>,
}

/// The vault of a data folder.
pub fn vault(data_dir: &Path) -> anyhow::Result<Vault> {
    let root = RootKey::read(&data_dir.join("root.key"))?;
    let keys = SqliteKeyVault::open(&data_dir.join(layout::VAULT))?;
    Ok(Vault::new(Arc::new(keys), root)?)
}

/// Everything after a position, in order, with each batch handed over.
pub fn read_all(
    data_dir: &Path,
    mut after: Position,
    mut each: impl FnMut(Batch) -> anyhow::Result<()>,
) -> anyhow::Result<Position> {
    let stored = StoredEvents::open(&data_dir.join(layout::STORE))?;
    loop {
        // Positions without a gap are checked by the store itself.
        let events = stored.read_all(after, BATCH)?;
        let Some(last) = events.last().map(|last| last.position) else {
            return Ok(after);
        };
        each(Batch { after, events })?;
        after = last;
    }
}

impl Record {
    /// Nothing yet.
    pub fn of(data_dir: &Path) -> Self {
        Self {
            data_dir: data_dir.to_owned(),
            after: Position(0),
            next: HashMap::new(),
            places: HashMap::new(),
            doubled: Vec::new(),
        }
    }

    /// Reads what has come since. Every event must open, and every stream go on without a gap.
    pub fn read_on(&mut self) -> anyhow::Result<()> {
        let vault = vault(&self.data_dir)?;
        let data_dir = self.data_dir.clone();
        self.after = read_all(&data_dir, self.after, |batch| {
            batch.events.iter().try_for_each(|recorded| {
                self.take(&vault, recorded)
                    .with_context(|| format!("position {}", recorded.position.0))
            })
        })?;
        Ok(())
    }

    fn take(&mut self, vault: &Vault, recorded: &Recorded) -> anyhow::Result<()> {
        let envelope = &recorded.event.envelope;
        let next = self.next.entry(envelope.stream).or_default();
        ensure!(envelope.revision.0 == *next, "a stream is torn");
        *next += 1;
        // Against its commitments, too: what is there must be what was acknowledged.
        let Opened::Event(event) = vault.open_checked(&recorded.event)? else {
            anyhow::bail!("an event is erased that nobody erased");
        };
        let Some(key) = key_in(&event) else {
            return Ok(());
        };
        let place = Place {
            stream: envelope.stream,
            revision: envelope.revision.0,
            position: recorded.position.0,
        };
        let named = (event.kind().event_type, key);
        if self.places.insert(named, place).is_some() {
            self.doubled.push(format!(
                "{} at position {} is there twice",
                envelope.event_type, place.position
            ));
        }
        Ok(())
    }

    /// Looks for everything acknowledged, and counts.
    pub fn check(&mut self, book: &mut Book, tally: &mut Tally) -> anyhow::Result<()> {
        for sent in book.answered() {
            tally.acknowledged += 1;
            let claims = sent.answer.context("only answered requests are checked")?;
            let wrong = claims.iter().find(|claim| {
                let stored = self.places.get(&(claim.event_type, sent.key.clone()));
                !stored.is_some_and(|place| claim.holds(place))
            });
            match wrong {
                None => tally.found += 1,
                Some(claim) => {
                    tally.lost += 1;
                    let stored = self.places.get(&(claim.event_type, sent.key));
                    let finding = format!("acknowledged {claim:?}, the store has {stored:?}");
                    tally.findings.push(finding);
                }
            }
        }
        tally.doubled += self.doubled.len() as u64;
        tally.findings.append(&mut self.doubled);
        Ok(())
    }
}

/// The key of the request that an event came of.
fn key_in(event: &Event) -> Option<String> {
    event.values().iter().find_map(|value| {
        let start = value.windows(KEY.len()).position(|window| window == KEY)? + KEY.len();
        let key = value.get(start..start + KEY_CHARS)?;
        Some(String::from_utf8_lossy(key).into_owned())
    })
}

//! The embedded store against the contract, against faults, and against files gone bad.

#![allow(clippy::unwrap_used, reason = "tests")]

mod crash;
mod damaged;
mod faults;
mod files;
mod syncing;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use lanyard_events::{At, Position};
use tempfile::TempDir;

use super::SqliteJournal;
use crate::contract::{Copied, ManualStamp, Subject, append, command, recorded, stream};
use crate::history::History;
use crate::port::{Answering, Journal, Outcome, Refused, Stamp};

/// A store in a folder of its own.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("events.sqlite")
    }
}

impl Subject for Folder {
    fn open(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>> {
        Box::pin(async move {
            let journal: Arc<dyn Journal> = Arc::new(open(&self.file(), stamp));
            journal
        })
    }
}

impl Copied for Folder {
    fn open_another(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>> {
        Box::pin(async move {
            let path = self.0.path().join("copy.sqlite");
            let journal: Arc<dyn Journal> = Arc::new(open(&path, stamp));
            journal
        })
    }

    fn history(&self) -> Answering<'_, History> {
        Box::pin(async move { super::history(&self.file()).unwrap() })
    }
}

/// Held for writing while a process is started: until it runs its own program it shares every open
/// file, and with them the locks of stores that other tests have closed.
static STARTING: RwLock<()> = RwLock::new(());

fn open(path: &Path, stamp: Arc<dyn Stamp>) -> SqliteJournal {
    let _nobody_starts = STARTING.read().unwrap_or_else(PoisonError::into_inner);
    SqliteJournal::open(path, stamp).unwrap()
}

async fn fresh() -> Folder {
    Folder::new()
}

crate::journal_contract!(fresh);
crate::gapless_journal_contract!(fresh);
crate::copied_journal_contract!(fresh);

/// The clock goes on by 2 ms at every look: judged in time, late at the commit.
#[tokio::test]
async fn what_expires_between_judging_and_committing_is_left_out() {
    let folder = Folder::new();
    let stamp = ManualStamp::stepping(2);
    let journal = open(&folder.file(), stamp.clone());
    let mut late = append(stream(1), None, command(1), 2);
    late.expires_at = Some(At::from_millis(stamp.shown().millis() + 1));
    assert_eq!(
        journal.append(late).await.unwrap(),
        Outcome::Refused(Refused::Expired)
    );
    assert_eq!(journal.command(command(1)).await.unwrap(), None);
    let place = recorded(&journal, append(stream(1), None, command(2), 1)).await;
    assert_eq!(place.first, Position(1));
}

/// The clock goes on by forty seconds at every look, so every batch straddles a minute sooner or
/// later: the minute stored is that of the commit, or the clock is beyond help and it ends anyway.
#[tokio::test]
async fn a_batch_that_straddles_a_minute_is_recorded_under_the_later_one() {
    let folder = Folder::new();
    let stamp = ManualStamp::stepping(40_000);
    let journal = open(&folder.file(), stamp.clone());
    let looks_at = stamp.shown().millis();
    assert_eq!(looks_at % 60_000, 0, "the clock starts on a minute");
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    // Looks at 0 s and 40 s fall into one minute; the next pair, 80 s and 120 s, does not, and is
    // done again at 160 s, where 200 s is a minute later too, and then at 240 s and 280 s.
    recorded(&journal, append(stream(2), None, command(2), 1)).await;
    let read = journal.read_all(Position(0), 10).await.unwrap();
    let first = At::from_millis(looks_at).minute();
    assert_eq!(read[0].recorded_minute, first);
    assert_eq!(read[1].recorded_minute, first + 4);
}

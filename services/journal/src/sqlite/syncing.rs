//! The thread that makes commits durable, makes them known and answers them, in their order.
//!
//! The writer commits without waiting for the disk and inserts the next batch meanwhile; one sync
//! covers all that was committed before it. Nothing is shown or answered before its sync (ADR 10).

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use lanyard_events::{Position, Recorded};
use tokio::sync::watch;

use super::columns::Stamped;
use super::file::not_writable;
use super::recent::Recent;
use crate::error::{Cause, JournalError};
use crate::port::Outcome;
use crate::waiting::{Answer, Verdict, Waiting};

/// Commits that may wait for the disk; with a slower disk the writer waits too.
const UNSYNCED: usize = 64;

/// A batch that was committed, or refused, and is not durable yet.
pub(super) struct Written {
    /// Every verdict is settled, provided that the commit becomes durable.
    pub batch: Vec<Waiting>,
    /// What was added to every event.
    pub stamped: Stamped,
    /// Position of the newest committed event.
    pub newest: Position,
    /// Whether what the file holds is known.
    pub in_doubt: bool,
    /// How often the writer had settled a failed sync before it committed.
    pub settled: u64,
}

/// Between the writer and the syncing thread.
#[derive(Debug, Default)]
pub(super) struct Shared {
    failed: AtomicBool,
    #[cfg(any(test, feature = "contract"))]
    fail_next: AtomicBool,
    #[cfg(any(test, feature = "contract"))]
    gate: std::sync::Mutex<()>,
}

impl Shared {
    /// Whether a sync has failed and the writer has not settled it.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    /// What was committed before has become durable in another way.
    pub(super) fn is_settled(&self) {
        self.failed.store(false, Ordering::Release);
    }

    /// Makes the next sync fail.
    #[cfg(any(test, feature = "contract"))]
    pub(super) fn fail_next(&self) {
        self.fail_next.store(true, Ordering::Release);
    }

    /// Nothing becomes durable while this is held.
    #[cfg(any(test, feature = "contract"))]
    pub(super) fn hold(&self) -> std::sync::MutexGuard<'_, ()> {
        self.gate.lock().expect("nothing panics behind the gate")
    }

    #[cfg(any(test, feature = "contract"))]
    fn pass(&self) -> std::io::Result<()> {
        drop(self.hold());
        if self.fail_next.swap(false, Ordering::AcqRel) {
            return Err(std::io::Error::other("the suite makes this sync fail"));
        }
        Ok(())
    }

    #[cfg(not(any(test, feature = "contract")))]
    #[allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the suite's build can fail here"
    )]
    #[inline]
    fn pass(&self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The syncing thread, as the writer holds it.
pub(super) struct Syncing {
    /// None only while ending.
    written: Option<SyncSender<Written>>,
    thread: Option<JoinHandle<()>>,
}

impl Syncing {
    /// Starts the thread over the write-ahead log of a store that is open.
    pub(super) fn start(
        store: &Path,
        shared: Arc<Shared>,
        head: watch::Sender<Position>,
        recent: Recent,
    ) -> Result<Self, JournalError> {
        // SQLite keeps the file as long as the store is open, and puts no lock on it.
        let log = File::open(log_of(store)).map_err(not_writable)?;
        let (written, to_sync) = sync_channel(UNSYNCED);
        let syncer = Syncer {
            log,
            shared,
            head,
            recent,
            failed_at: None,
        };
        let thread = std::thread::Builder::new()
            .name("journal-sync".to_owned())
            .spawn(move || syncer.work(&to_sync))
            .map_err(not_writable)?;
        Ok(Self {
            written: Some(written),
            thread: Some(thread),
        })
    }

    /// Hands a batch on.
    pub(super) fn hand_on(&self, written: Written) {
        if let Some(sender) = &self.written {
            // The thread lives as long as this does; were it gone, nobody would be answered, which
            // leaves every append of the batch in doubt.
            let _ = sender.send(written);
        }
    }

    /// Waits until everything handed on is answered.
    pub(super) fn end(&mut self) {
        self.written = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Makes everything durable that is committed in a store, whoever has it open.
pub(super) fn sync_log(store: &Path) -> Result<(), JournalError> {
    match File::open(log_of(store)).and_then(|log| log.sync_data()) {
        // A store that nobody has open may have none.
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(not_writable(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn log_of(store: &Path) -> PathBuf {
    let mut log = store.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

struct Syncer {
    log: File,
    shared: Arc<Shared>,
    head: watch::Sender<Position>,
    recent: Recent,
    /// The writer's count when a sync failed: what was committed under it stays in doubt.
    failed_at: Option<u64>,
}

impl Syncer {
    fn work(mut self, to_sync: &Receiver<Written>) {
        let mut batches = Vec::new();
        while let Ok(first) = to_sync.recv() {
            batches.push(first);
            batches.extend(to_sync.try_iter());
            // 6. Durable from here on.
            let synced = self.shared.pass().and_then(|()| self.log.sync_data());
            if let Err(error) = synced {
                tracing::error!(%error, "the store's log could not be synced");
                self.failed_at = batches.last().map(|written| written.settled);
                self.shared.failed.store(true, Ordering::Release);
                let cause: Cause = Arc::new(error);
                batches
                    .drain(..)
                    .for_each(|written| self.leave_in_doubt(written, &cause));
                continue;
            }
            for written in batches.drain(..) {
                if Some(written.settled) == self.failed_at {
                    // The disk said yes after it had said no: what it lost then it has not got now.
                    let cause: Cause = Arc::new(std::io::Error::other("an earlier sync failed"));
                    self.leave_in_doubt(written, &cause);
                } else {
                    self.make_known(written);
                }
            }
        }
    }

    /// 7. Make what was recorded known, then answer: whoever is answered can read it.
    fn make_known(&self, mut written: Written) {
        self.recent.add(committed(&mut written));
        if written.in_doubt {
            self.recent.clear();
        }
        self.head.send_if_modified(|head| {
            let moved = *head != written.newest;
            *head = written.newest;
            moved
        });
        answer(written.batch, |verdict| verdict);
    }

    fn leave_in_doubt(&self, written: Written, cause: &Cause) {
        self.recent.clear();
        answer(written.batch, |verdict| match verdict {
            Err(error @ JournalError::Malformed(_)) => Err(error),
            Ok(_) | Err(_) => Err(JournalError::InDoubt {
                source: Arc::clone(cause),
            }),
        });
    }
}

fn answer(batch: Vec<Waiting>, change: impl Fn(Answer) -> Answer) {
    for waiting in batch {
        if let Verdict::Settled(verdict) = waiting.verdict {
            // Whoever gave up waiting finds the command in the store.
            let _ = waiting.reply.send(change(verdict));
        }
    }
}

/// Events of the batch, taken out of it, in store order.
fn committed(written: &mut Written) -> Vec<Recorded> {
    let stamped = written.stamped;
    let mut committed = Vec::with_capacity(written.batch.len());
    for waiting in &mut written.batch {
        let Verdict::Settled(Ok(Outcome::Recorded(place))) = &waiting.verdict else {
            continue;
        };
        let first = place.first.0;
        let events = std::mem::take(&mut waiting.append.events);
        committed.extend((first..).zip(events).map(|(position, event)| Recorded {
            position: Position(position),
            recorded_minute: stamped.recorded_minute,
            not_before: stamped.not_before,
            event,
        }));
    }
    committed
}

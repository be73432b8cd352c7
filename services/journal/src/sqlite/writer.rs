//! The writer's thread: takes all that waits, records it in one commit, and hands it on to be synced.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use lanyard_events::Position;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::batch::Recorder;
use super::file::{OpenFile, engine, move_log};
use super::syncing::{Shared, Syncing, Written};
use crate::error::JournalError;
use crate::port::{Append, Stamp};
use crate::waiting::{Answer, Verdict, Waiting, bytes_of};

/// Most appends of one commit: beyond this a larger batch no longer makes the commit cheaper.
pub(super) const BATCH_APPENDS: usize = 1_024;
/// Most bytes of one commit, so that one commit stays within some tens of milliseconds.
const BATCH_BYTES: usize = 4 << 20;
/// Bytes written after which the write-ahead log is moved into the file: a longer log coalesces
/// more writes to the same pages, a shorter one makes a shorter pause.
const LOG_BYTES: usize = 8 << 20;

/// What the writer is asked.
pub(super) enum Ask {
    Append(Append, oneshot::Sender<Answer>),
    Close(oneshot::Sender<()>),
    #[cfg(any(test, feature = "contract"))]
    Fail(super::faults::Step),
    #[cfg(any(test, feature = "contract"))]
    PageLimit(u32),
}

/// What the writer's thread is given.
pub(super) struct Given {
    pub file: OpenFile,
    pub stamp: Arc<dyn Stamp>,
    pub asks: mpsc::Receiver<Ask>,
    pub head: watch::Sender<Position>,
    pub shared: Arc<Shared>,
}

/// Runs until everybody who could ask is gone or asks to close; what was asked before is recorded.
pub(super) fn run(
    store: &Path,
    given: Given,
    ready: &std::sync::mpsc::Sender<Result<(), JournalError>>,
) {
    let OpenFile {
        connection,
        lock,
        head: newest,
        heads,
        recent,
    } = given.file;
    let shared = given.shared;
    let recorder = Recorder::new(&connection, given.stamp, newest, heads, Arc::clone(&shared));
    let syncing = Syncing::start(store, shared, given.head, recent);
    let (recorder, syncing) = match (recorder.map_err(engine), syncing) {
        (Ok(recorder), Ok(syncing)) => (recorder, syncing),
        (Err(error), _) | (_, Err(error)) => {
            // Nobody waiting for readiness means that opening was given up.
            let _ = ready.send(Err(error));
            return;
        }
    };
    let _ = ready.send(Ok(()));
    let mut writer = Writer {
        recorder,
        connection: &connection,
        syncing,
        batch: Vec::with_capacity(BATCH_APPENDS),
        batch_bytes: 0,
        log_bytes: 0,
    };
    let closers = writer.work(given.asks);
    writer.syncing.end();
    drop(writer);
    finish(connection, lock, closers);
}

struct Writer<'c> {
    recorder: Recorder<'c>,
    connection: &'c Connection,
    syncing: Syncing,
    batch: Vec<Waiting>,
    batch_bytes: usize,
    log_bytes: usize,
}

impl Writer<'_> {
    /// Serves until the queue is closed and empty; gives back who waits for that.
    fn work(&mut self, mut asks: mpsc::Receiver<Ask>) -> Vec<oneshot::Sender<()>> {
        let mut closers = Vec::new();
        let mut taken = Vec::with_capacity(BATCH_APPENDS);
        while asks.blocking_recv_many(&mut taken, BATCH_APPENDS) > 0 {
            for ask in taken.drain(..) {
                match ask {
                    Ask::Append(append, reply) => self.take(append, reply),
                    Ask::Close(closed) => {
                        asks.close();
                        closers.push(closed);
                    }
                    #[cfg(any(test, feature = "contract"))]
                    Ask::Fail(super::faults::Step::Sync) => self.recorder.shared.fail_next(),
                    #[cfg(any(test, feature = "contract"))]
                    Ask::Fail(step) => self.recorder.faults.arm(step),
                    #[cfg(any(test, feature = "contract"))]
                    Ask::PageLimit(pages) => {
                        let set = self.connection.pragma_update(None, "max_page_count", pages);
                        set.expect("a limit of pages is a setting in memory");
                    }
                }
            }
            self.record();
        }
        closers
    }

    fn take(&mut self, append: Append, reply: oneshot::Sender<Answer>) {
        self.batch_bytes += bytes_of(&append);
        self.batch.push(Waiting {
            append,
            reply,
            verdict: Verdict::Open,
        });
        if self.batch_bytes >= BATCH_BYTES {
            self.record();
        }
    }

    fn record(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        self.recorder.record(&mut self.batch);
        self.syncing.hand_on(Written {
            batch: std::mem::take(&mut self.batch),
            stamped: self.recorder.stamped,
            newest: Position(self.recorder.head),
            in_doubt: self.recorder.in_doubt,
            settled: self.recorder.settled,
        });
        // Between commits, keep the write-ahead log short. SQLite syncs it first, so whatever moves
        // is durable before and after.
        self.log_bytes += std::mem::take(&mut self.batch_bytes);
        if self.log_bytes >= LOG_BYTES {
            self.log_bytes = 0;
            if let Err(error) = move_log(self.connection, "PASSIVE") {
                tracing::warn!(%error, "the write-ahead log could not be moved into the store");
            }
        }
    }
}

/// Closes tidily: the log is moved into the file, then the lock is let go.
fn finish(connection: Connection, lock: File, closers: Vec<oneshot::Sender<()>>) {
    if let Err(error) = move_log(&connection, "TRUNCATE") {
        tracing::warn!(%error, "the write-ahead log stays beside the store and is read at the next start");
    }
    drop(connection);
    drop(lock);
    for closed in closers {
        let _ = closed.send(());
    }
}

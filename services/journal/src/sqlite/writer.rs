//! The writer's thread: takes all that waits, records it in one commit, then answers all of it.

use std::fs::File;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lanyard_events::{Position, Recorded};
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::batch::Recorder;
use super::file::{OpenFile, engine, move_log};
use super::recent::Recent;
use crate::error::JournalError;
use crate::port::{Append, Outcome, Stamp};
use crate::waiting::{Answer, Verdict, Waiting, bytes_of};

/// Most appends of one commit: beyond this a larger batch no longer makes the commit cheaper.
pub(super) const BATCH_APPENDS: usize = 1_024;
/// Most bytes of one commit, so that one commit stays within some tens of milliseconds.
const BATCH_BYTES: usize = 4 << 20;
/// Bytes written after which the write-ahead log is moved into the file: a longer log coalesces
/// more writes to the same pages, a shorter one makes a shorter pause.
const LOG_BYTES: usize = 8 << 20;
/// Batches from this size on show that many wait together: those just answered come back at once,
/// and a commit for the first of them alone would cost as much as one for all.
const GATHER_FROM: usize = 8;
/// Waiting for them may take this part of what the last commit took: where the disk is quick it is
/// better to write meanwhile.
const GATHER_PART: u32 = 2;
/// Longest wait for the next one; whoever is not back by then does something else first.
const GATHER_PAUSE: Duration = Duration::from_micros(50);

/// What the writer is asked.
pub(super) enum Ask {
    Append(Append, oneshot::Sender<Answer>),
    Close(oneshot::Sender<()>),
    #[cfg(any(test, feature = "contract"))]
    Fail(super::faults::Step),
    #[cfg(any(test, feature = "contract"))]
    PageLimit(u32),
}

/// Runs until everybody who could ask is gone or asks to close; what was asked before is recorded.
pub(super) fn run(
    file: OpenFile,
    stamp: Arc<dyn Stamp>,
    asks: mpsc::Receiver<Ask>,
    head: watch::Sender<Position>,
    ready: &std::sync::mpsc::Sender<Result<(), JournalError>>,
) {
    let OpenFile {
        connection,
        lock,
        head: newest,
        heads,
        recent,
    } = file;
    let recorder = match Recorder::new(&connection, stamp, newest, heads) {
        Ok(recorder) => recorder,
        Err(error) => {
            // Nobody waiting for readiness means that opening was given up.
            let _ = ready.send(Err(engine(error)));
            return;
        }
    };
    let _ = ready.send(Ok(()));
    let mut writer = Writer {
        recorder,
        connection: &connection,
        head,
        recent,
        batch: Vec::with_capacity(BATCH_APPENDS),
        batch_bytes: 0,
        log_bytes: 0,
    };
    let closers = writer.work(asks);
    drop(writer);
    finish(connection, lock, closers);
}

/// The batch before this one.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// How many asked.
    asks: usize,
    /// How long its commit took.
    commit: Duration,
}

struct Writer<'c> {
    recorder: Recorder<'c>,
    connection: &'c Connection,
    head: watch::Sender<Position>,
    recent: Recent,
    batch: Vec<Waiting>,
    batch_bytes: usize,
    log_bytes: usize,
}

impl Writer<'_> {
    /// Events of the batch that are durable now, taken out of it, in store order.
    fn committed(&mut self) -> Vec<Recorded> {
        let stamped = self.recorder.stamped;
        let mut committed = Vec::with_capacity(self.batch.len());
        for waiting in &mut self.batch {
            let Verdict::Settled(Ok(Outcome::Recorded(place))) = &waiting.verdict else {
                continue;
            };
            let events = std::mem::take(&mut waiting.append.events);
            committed.extend(
                (place.first.0..)
                    .zip(events)
                    .map(|(position, event)| Recorded {
                        position: Position(position),
                        recorded_minute: stamped.recorded_minute,
                        not_before: stamped.not_before,
                        event,
                    }),
            );
        }
        committed
    }

    /// Serves until the queue is closed and empty; gives back who waits for that.
    fn work(&mut self, mut asks: mpsc::Receiver<Ask>) -> Vec<oneshot::Sender<()>> {
        let mut closers = Vec::new();
        let mut taken = Vec::with_capacity(BATCH_APPENDS);
        let mut before = Before::default();
        while asks.blocking_recv_many(&mut taken, BATCH_APPENDS) > 0 {
            gather(&mut asks, &mut taken, before);
            before.asks = taken.len();
            for ask in taken.drain(..) {
                match ask {
                    Ask::Append(append, reply) => self.take(append, reply),
                    Ask::Close(closed) => {
                        asks.close();
                        closers.push(closed);
                    }
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
            before.commit = self.recorder.commit_took;
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
        // 6. Make what was recorded known, then answer: whoever is answered can read it.
        let committed = self.committed();
        self.recent.add(committed);
        if self.recorder.in_doubt {
            self.recent.clear();
        }
        let newest = Position(self.recorder.head);
        self.head.send_if_modified(|head| {
            let moved = *head != newest;
            *head = newest;
            moved
        });
        for waiting in self.batch.drain(..) {
            if let Verdict::Settled(answer) = waiting.verdict {
                // Whoever gave up waiting finds the command in the store.
                let _ = waiting.reply.send(answer);
            }
        }
        // 7. Between commits, keep the write-ahead log short.
        self.log_bytes += std::mem::take(&mut self.batch_bytes);
        if self.log_bytes >= LOG_BYTES {
            self.log_bytes = 0;
            if let Err(error) = move_log(self.connection, "PASSIVE") {
                tracing::warn!(%error, "the write-ahead log could not be moved into the store");
            }
        }
    }
}

/// Waits a little for as many as came before, as long as more keep coming.
fn gather(asks: &mut mpsc::Receiver<Ask>, taken: &mut Vec<Ask>, before: Before) {
    if before.asks < GATHER_FROM {
        return;
    }
    let began = Instant::now();
    let mut newest = began;
    while taken.len() < before.asks {
        match asks.try_recv() {
            Ok(ask) => {
                taken.push(ask);
                newest = Instant::now();
            }
            // Whoever has something to do, on this core too, does it.
            Err(_) => std::thread::yield_now(),
        }
        if newest.elapsed() > GATHER_PAUSE || began.elapsed() > before.commit / GATHER_PART {
            return;
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

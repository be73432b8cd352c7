//! The writer's thread: takes all that waits, records it in one commit, then answers all of it.

use std::sync::Arc;
use std::time::Duration;

use lanyard_events::Position;
use lanyard_postgres::{Address, Link, bring_up_to_date};
use tokio::sync::{mpsc, oneshot};

use super::recorder::Recorder;
use super::tables;
use super::tail::{self, Head};
use crate::error::{JournalError, Trouble};
use crate::port::{Append, Stamp};
use crate::waiting::{Answer, Verdict, Waiting, bytes_of};

/// Most appends of one commit: beyond this a larger batch no longer makes the commit cheaper.
pub(super) const BATCH_APPENDS: usize = 1_024;
/// Most bytes of one commit, so that others who wait for the append lock get their turn.
const BATCH_BYTES: usize = 4 << 20;
/// Batches from this size on show that many wait together: those just answered come back at once,
/// and a commit for the first of them alone would cost as much as one for all.
const GATHER_FROM: usize = 8;
/// Looks for those who come back, each after a pause; far shorter than the commit they share.
const GATHER_LOOKS: u32 = 10;
const GATHER_PAUSE: Duration = Duration::from_micros(40);

/// What the writer is asked.
pub(super) enum Ask {
    Append(Append, oneshot::Sender<Answer>),
    Close(oneshot::Sender<()>),
    #[cfg(test)]
    Cut(super::faults::Step),
}

/// What the thread is started with.
pub(super) struct Start {
    pub address: Address,
    pub stamp: Arc<dyn Stamp>,
    pub asks: mpsc::Receiver<Ask>,
    pub head: Head,
    pub ready: oneshot::Sender<Result<(), JournalError>>,
}

/// Starts the thread: its connection and that of the live tail are driven there, whatever becomes of
/// the runtimes of the callers.
pub(super) fn start(start: Start) -> Result<(), JournalError> {
    let failing = |error: std::io::Error| JournalError::Unavailable {
        trouble: Trouble::Failing,
        source: Some(Arc::new(error)),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failing)?;
    std::thread::Builder::new()
        .name("journal".to_owned())
        .spawn(move || runtime.block_on(run(start)))
        .map_err(failing)?;
    Ok(())
}

/// Runs until everybody who could ask is gone or asks to close; what was asked before is recorded.
async fn run(start: Start) {
    let Start {
        address,
        stamp,
        asks,
        head,
        ready,
    } = start;
    let recorder = match open(address, stamp, &head).await {
        Ok(recorder) => recorder,
        Err(error) => {
            // Nobody waiting for readiness means that opening was given up.
            let _ = ready.send(Err(error));
            return;
        }
    };
    let tail = tokio::spawn(tail::follow(recorder.address.clone(), head.clone()));
    let _ = ready.send(Ok(()));
    let mut writer = Writer {
        recorder,
        head,
        batch: Vec::with_capacity(BATCH_APPENDS),
        batch_bytes: 0,
    };
    let closers = writer.work(asks).await;
    tail.abort();
    for closed in closers {
        let _ = closed.send(());
    }
}

async fn open(
    address: Address,
    stamp: Arc<dyn Stamp>,
    head: &Head,
) -> Result<Recorder, JournalError> {
    let link = Link::connect(&address, None).await?;
    bring_up_to_date(&link, &tables::TABLES).await?;
    let newest = tail::read_head(&link).await?;
    head.raise(newest);
    Ok(Recorder::new(address, stamp, link, newest.0))
}

struct Writer {
    recorder: Recorder,
    head: Head,
    batch: Vec<Waiting>,
    batch_bytes: usize,
}

impl Writer {
    /// Serves until the queue is closed and empty; gives back who waits for that.
    async fn work(&mut self, mut asks: mpsc::Receiver<Ask>) -> Vec<oneshot::Sender<()>> {
        let mut closers = Vec::new();
        let mut taken = Vec::with_capacity(BATCH_APPENDS);
        let mut before = 0;
        while asks.recv_many(&mut taken, BATCH_APPENDS).await > 0 {
            gather(&mut asks, &mut taken, before);
            before = taken.len();
            for ask in taken.drain(..) {
                match ask {
                    Ask::Append(append, reply) => self.take(append, reply).await,
                    Ask::Close(closed) => {
                        asks.close();
                        closers.push(closed);
                    }
                    #[cfg(test)]
                    Ask::Cut(step) => self.recorder.faults.arm(step),
                }
            }
            self.record().await;
        }
        closers
    }

    async fn take(&mut self, append: Append, reply: oneshot::Sender<Answer>) {
        self.batch_bytes += bytes_of(&append);
        self.batch.push(Waiting {
            append,
            reply,
            verdict: Verdict::Open,
        });
        if self.batch_bytes >= BATCH_BYTES {
            self.record().await;
        }
    }

    async fn record(&mut self) {
        self.batch_bytes = 0;
        if self.batch.is_empty() {
            return;
        }
        self.recorder.record(&mut self.batch).await;
        // 6. Make the new head known, then answer: whoever is answered can read what was recorded.
        self.head.raise(Position(self.recorder.head));
        for waiting in self.batch.drain(..) {
            if let Verdict::Settled(answer) = waiting.verdict {
                // Whoever gave up waiting finds the command in the store.
                let _ = waiting.reply.send(answer);
            }
        }
    }
}

/// Waits a little for as many as came before, as long as more keep coming.
fn gather(asks: &mut mpsc::Receiver<Ask>, taken: &mut Vec<Ask>, before: usize) {
    if before < GATHER_FROM {
        return;
    }
    for _ in 0..GATHER_LOOKS {
        let waiting = taken.len();
        if waiting >= before {
            return;
        }
        std::thread::sleep(GATHER_PAUSE);
        while taken.len() < BATCH_APPENDS
            && let Ok(ask) = asks.try_recv()
        {
            taken.push(ask);
        }
        if taken.len() == waiting {
            return;
        }
    }
}

//! The same job for every peer: what is appended, by how many, and how long it took.

use std::sync::Arc;
use std::time::Instant;

use anyhow::ensure;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use uuid::Uuid;

/// As many letters as a sealed note of ours and its commitments have bytes; `tests/bench/peers`
/// gives Message DB the same.
const LETTERS: usize = 1_000;

/// How much is appended.
pub struct Job {
    /// Writers at once, each with one append under way.
    pub writers: usize,
    /// Appends of all of them together.
    pub appends: usize,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            writers: 64,
            appends: 20_000,
        }
    }
}

/// One writer of a peer.
pub trait Writer: Send + 'static {
    /// Appends an event to a stream that must not be there yet. Whether it was recorded; not, when
    /// the stream was there.
    fn append(
        &mut self,
        stream: Uuid,
        text: &str,
    ) -> impl Future<Output = anyhow::Result<bool>> + Send;
}

/// Appends per second of the writers together.
pub async fn run<W: Writer>(mut writers: Vec<W>, job: &Job) -> anyhow::Result<f64> {
    let text = "n".repeat(LETTERS);
    if let Some(writer) = writers.first_mut() {
        let stream = Uuid::new_v4();
        ensure!(
            writer.append(stream, &text).await?,
            "a new stream was refused"
        );
        ensure!(
            !writer.append(stream, &text).await?,
            "the peer does not check the expected version"
        );
    }
    let each = job.appends / job.writers;
    let ready = Arc::new(Barrier::new(writers.len() + 1));
    let mut working = JoinSet::new();
    for mut writer in writers {
        let (text, ready) = (text.clone(), Arc::clone(&ready));
        working.spawn(async move {
            // Not counted: connections are opened and statements prepared.
            let first = writer.append(Uuid::new_v4(), &text).await;
            ready.wait().await;
            ensure!(first?, "a false conflict");
            for _ in 0..each {
                ensure!(
                    writer.append(Uuid::new_v4(), &text).await?,
                    "a false conflict"
                );
            }
            Ok(())
        });
    }
    ready.wait().await;
    let start = Instant::now();
    while let Some(ended) = working.join_next().await {
        ended??;
    }
    #[allow(
        clippy::cast_precision_loss,
        reason = "counts of a bench are far below 2^52"
    )]
    let appends = (each * job.writers) as f64;
    Ok(appends / start.elapsed().as_secs_f64())
}

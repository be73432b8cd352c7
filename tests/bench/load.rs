//! Load over real sockets: as fast as answers come, or at a fixed rate.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use lanyard_tests::{Reply, Wire};
use tokio::task::JoinSet;

use crate::timing::Latency;

/// What is sent, made anew each time.
pub type Make = Arc<dyn Fn() -> Vec<u8> + Send + Sync>;

/// What came of it.
pub struct Measured {
    /// Times from sending to the whole answer; at a fixed rate, from when it was due.
    pub latency: Latency,
    /// How long it lasted.
    pub elapsed: Duration,
}

/// Every connection asks again as soon as it is answered.
pub async fn closed(
    address: SocketAddr,
    connections: usize,
    lasting: Duration,
    make: Make,
) -> anyhow::Result<Measured> {
    let start = Instant::now();
    let mut asking = JoinSet::new();
    for _ in 0..connections {
        let make = Arc::clone(&make);
        asking.spawn(async move {
            let mut wire = Wire::open(address).await?;
            let mut latency = Latency::new();
            while start.elapsed() < lasting {
                let sent = Instant::now();
                good(&wire.ask(&make()).await?)?;
                latency.add(sent.elapsed());
            }
            Ok(latency)
        });
    }
    collect(asking, start).await
}

/// So many a second in all, whether answers keep up or not: what is late counts as slow.
pub async fn fixed(
    address: SocketAddr,
    per_second: u32,
    lasting: Duration,
    make: Make,
) -> anyhow::Result<Measured> {
    let start = Instant::now();
    let gap = Duration::from_secs(1) / per_second;
    let mut asking = JoinSet::new();
    for connection in 0..CONNECTIONS {
        let make = Arc::clone(&make);
        asking.spawn(async move {
            let mut wire = Wire::open(address).await?;
            let mut latency = Latency::new();
            let mut due = start + gap * connection;
            while due - start < lasting {
                let sent = wait_until(due).await;
                good(&wire.ask(&make()).await?)?;
                latency.add(sent.elapsed());
                due += gap * CONNECTIONS;
            }
            Ok(latency)
        });
    }
    collect(asking, start).await
}

/// Connections that share a fixed rate.
const CONNECTIONS: u32 = 64;

/// When a request counts as sent: when it was due, if that has passed; else when the timer, which
/// knows only milliseconds, rings.
async fn wait_until(due: Instant) -> Instant {
    if Instant::now() >= due {
        return due;
    }
    tokio::time::sleep_until(due.into()).await;
    Instant::now()
}

async fn collect(
    mut asking: JoinSet<anyhow::Result<Latency>>,
    start: Instant,
) -> anyhow::Result<Measured> {
    let mut latency = Latency::new();
    while let Some(ended) = asking.join_next().await {
        latency.join(&ended??);
    }
    Ok(Measured {
        latency,
        elapsed: start.elapsed(),
    })
}

/// A success, or the answer as an error: test data is invented, so it may be shown.
pub fn good(reply: &Reply) -> anyhow::Result<()> {
    ensure!(
        (200..300).contains(&reply.status),
        "{}{}",
        reply.head,
        String::from_utf8_lossy(&reply.body)
    );
    Ok(())
}

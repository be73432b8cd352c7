//! A concern over HTTP, with everything on: from the request to 201, and to its receipt.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use lanyard_tests::{Wire, request};
use tokio::task::JoinSet;

use crate::load::{self, Make};
use crate::row::{Row, Target};
use crate::run::Run;
use crate::served::{self, Served};
use crate::timing::{Latency, per_second};

/// Connections of the full load.
const CONNECTIONS: usize = 64;
/// All the schools of England at peak (design.md 8).
const PEAK_PER_SECOND: u32 = 1_000;
/// Concerns a second whose receipts are waited for.
const RECEIPTS_PER_SECOND: u32 = 50;

/// The rows.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let served = Served::start(run)?;
    let address = served.server.address;
    let lasting = Duration::from_secs(if run.quick { 2 } else { 10 });
    let make = raising(&served)?;
    run.runtime.block_on(async {
        // Not counted: connections, caches and files come to their usual size.
        load::closed(address, CONNECTIONS, lasting / 5, Arc::clone(&make)).await?;
        let full = load::closed(address, CONNECTIONS, lasting, Arc::clone(&make)).await?;
        let peak = load::fixed(address, PEAK_PER_SECOND, lasting, Arc::clone(&make)).await?;
        let (receipt, post) = receipts(&served, lasting, make).await?;
        let count = usize::try_from(full.latency.count())?;
        let rate = per_second(count, full.elapsed);
        Ok(vec![
            Row::new("POST concern to 201, 64 connections", rate, "/s")
                .asked(Target::AtLeast(5_000.0))
                .noting(percentiles(&full.latency)),
            Row::new(
                "POST concern at 1,000/s, p99",
                peak.latency.percentile_ms(99.0),
                "ms",
            )
            .asked(Target::AtMost(50.0))
            .noting(percentiles(&peak.latency)),
            Row::new(
                "receipt after the POST, p99",
                receipt.percentile_ms(99.0),
                "ms",
            )
            .asked(Target::AtMost(250.0))
            .noting(format!(
                "{}; from sending the POST, p99 {:.1} ms",
                percentiles(&receipt),
                post.percentile_ms(99.0)
            )),
        ])
    })
}

fn percentiles(latency: &Latency) -> String {
    format!(
        "p50 {:.1} ms, p99 {:.1} ms, {} answers",
        latency.percentile_ms(50.0),
        latency.percentile_ms(99.0),
        latency.count()
    )
}

/// Concerns by somebody who may raise them, about one pupil after the other.
pub fn raising(served: &Served) -> anyhow::Result<Make> {
    let bearer = served.trust.bearer("priya")?;
    let bodies: Vec<_> = (0..8)
        .map(|pupil| served::concern(&served.trust, pupil))
        .collect();
    let next = AtomicUsize::new(0);
    Ok(Arc::new(move || {
        let body = &bodies[next.fetch_add(1, Ordering::Relaxed) % bodies.len()];
        served::post(&bearer, "/v1/concerns", &[], body)
    }))
}

/// Times until a receipt was there: from the answer to its POST, and from sending that.
async fn receipts(
    served: &Served,
    lasting: Duration,
    make: Make,
) -> anyhow::Result<(Latency, Latency)> {
    let bearer = served.trust.bearer("priya")?;
    let address = served.server.address;
    let gap = Duration::from_secs(1) / RECEIPTS_PER_SECOND;
    let start = Instant::now();
    let mut waiting = JoinSet::new();
    let mut due = start;
    while start.elapsed() < lasting {
        tokio::time::sleep_until(due.into()).await;
        due += gap;
        let (bearer, make) = (bearer.clone(), Arc::clone(&make));
        waiting.spawn(async move {
            let mut wire = Wire::open(address).await?;
            let sent = Instant::now();
            let raised = served::ask(&mut wire, &make()).await?;
            let answered = Instant::now();
            let path = raised.field("receipt").context("no receipt is named")?;
            // The views may still follow; with its position the answer waits for them.
            let seen = raised.header("lanyard-position").context("no position")?;
            let headers = [
                ("authorization", bearer.as_str()),
                ("lanyard-position", seen),
            ];
            let asked = request("GET", &path, &headers, &[]);
            served::ask(&mut wire, &asked).await?;
            anyhow::Ok((answered.elapsed(), sent.elapsed()))
        });
    }
    let (mut after, mut whole) = (Latency::new(), Latency::new());
    while let Some(ended) = waiting.join_next().await {
        let (since_answer, since_sending) = ended??;
        after.add(since_answer);
        whole.add(since_sending);
    }
    Ok((after, whole))
}

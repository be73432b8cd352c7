//! Durable appends: sealed, committed to, with an expected revision and a command id, by many
//! writers at once, beside a bare loop over the same tables.

mod bare;
pub mod ours;
pub mod work;

use std::time::{Duration, Instant};

use crate::row::{Row, Target};
use crate::run::Run;
use crate::timing::{median, per_second};

/// Alternating runs of each side; the middle one counts.
const RUNS: usize = 3;

/// Rows of 1, 16 and 64 writers.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let forming = forming_micros(run)?;
    let counts: [(usize, usize); 3] = if run.quick {
        [(1, 200), (16, 2_000), (64, 6_000)]
    } else {
        [(1, 3_000), (16, 40_000), (64, 120_000)]
    };
    counts
        .into_iter()
        .map(|(writers, appends)| row(run, writers, appends, forming))
        .collect()
}

fn row(run: &Run, writers: usize, appends: usize, forming: f64) -> anyhow::Result<Row> {
    let (mut ours, mut premade, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..if run.quick { 1 } else { RUNS } {
        ours.push(ours::formed(run, writers, appends)?);
        bare.push(bare::run(run, writers, appends)?);
        premade.push(ours::premade(run, writers, appends)?);
    }
    let [ours, premade, bare] =
        [ours, premade, bare].map(|times| per_second(appends, median(times)));
    let row = Row::new(format!("durable append, {writers} writers"), ours, "/s")
        .beside(bare, ours / bare)
        .noting(format!(
            "events made before: {premade:.0}/s, ratio {:.2}; forming one: {forming:.1} µs of a core",
            premade / bare
        ));
    Ok(if writers == 64 {
        row.asked(Target::RatioAtLeast(0.8))
    } else {
        row
    })
}

/// What committing to and sealing one event costs, in microseconds on one core.
fn forming_micros(run: &Run) -> anyhow::Result<f64> {
    let folder = run.folder()?;
    let mut writer = work::Writer::new(crate::history::vault_in(folder.path())?, 0);
    let events: u32 = if run.quick { 2_000 } else { 20_000 };
    let start = Instant::now();
    for _ in 0..events {
        std::hint::black_box(writer.next());
    }
    let each: Duration = start.elapsed() / events;
    Ok(each.as_secs_f64() * 1e6)
}

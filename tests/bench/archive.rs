//! A long history: rebuilding all views from it, and the trust's figures over it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use lanyard::clock::SystemClock;
use lanyard::process::layout;
use lanyard_app::Clock;
use lanyard_journal::{Journal, SqliteJournal};
use lanyard_tests::{Prepared, Server, program, request};

use crate::history::{Built, Years, vault_in};
use crate::load;
use crate::row::{Row, Target};
use crate::run::Run;
use crate::served;
use crate::timing::per_second;

/// Academies beside the three of the stories.
const ACADEMIES: usize = 97;
/// Two years of history, up to yesterday.
const DAY_MILLIS: i64 = 86_400_000;
/// Dashboards a second: one a minute by a thousand people.
const DASHBOARDS_PER_SECOND: u32 = 20;

/// The rows.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let folder = run.folder()?;
    let data_dir = folder.path().join("data");
    let trust = run.runtime.block_on(Prepared::make(&data_dir))?;
    let start = Instant::now();
    let built = run.runtime.block_on(build(run, &data_dir))?;
    let building = per_second(usize::try_from(built.events)?, start.elapsed());
    let rebuilt = rebuild(&data_dir)?;
    Ok(vec![
        Row::new(
            "rebuild of all views",
            per_second(usize::try_from(built.events)?, rebuilt),
            "/s",
        )
        .asked(Target::AtLeast(50_000.0))
        .noting(format!(
            "`lanyard rebuild`, start-up included, {} events, {} % looks; formed and stored \
                 at {building:.0}/s",
            built.events,
            100 * built.looks / built.events,
        )),
        dashboard(run, &trust, &built)?,
    ])
}

async fn build(run: &Run, data_dir: &Path) -> anyhow::Result<Built> {
    let store = data_dir.join(layout::STORE);
    let journal: Arc<dyn Journal> = Arc::new(SqliteJournal::open(&store, Arc::new(SystemClock))?);
    let now = Clock::now(&SystemClock).millis();
    let years = Years {
        academies: ACADEMIES,
        events: if run.quick { 30_000 } else { 1_000_000 },
        from_millis: now - 730 * DAY_MILLIS,
        to_millis: now - DAY_MILLIS,
    };
    let built = years
        .build(Arc::clone(&journal), vault_in(data_dir)?)
        .await?;
    journal.close().await;
    Ok(built)
}

/// As an operator does it: the program's own command, from start to end.
fn rebuild(data_dir: &Path) -> anyhow::Result<Duration> {
    let mut command = Command::new(program()?);
    command.arg("rebuild").arg("--data-dir").arg(data_dir);
    let start = Instant::now();
    let status = command
        .stdout(Stdio::null())
        .status()
        .context("rebuild cannot be run")?;
    ensure!(status.success(), "rebuild ended with {status}");
    Ok(start.elapsed())
}

fn dashboard(run: &Run, trust: &Prepared, built: &Built) -> anyhow::Result<Row> {
    let server = Server::demo(&trust.data_dir)?;
    run.runtime.block_on(async {
        served::ready(&server).await?;
        let lasting = Duration::from_secs(if run.quick { 2 } else { 15 });
        let mut slower: Option<(f64, &str, load::Measured)> = None;
        for name in ["miriam", "jon"] {
            let bearer = trust.bearer(name)?;
            let asked = request(
                "GET",
                "/v1/dashboards/trust",
                &[("authorization", &bearer)],
                &[],
            );
            let make = Arc::new(move || asked.clone());
            load::fixed(
                server.address,
                DASHBOARDS_PER_SECOND,
                lasting / 5,
                make.clone(),
            )
            .await?;
            let read = load::fixed(server.address, DASHBOARDS_PER_SECOND, lasting, make).await?;
            let p99 = read.latency.percentile_ms(99.0);
            if slower.as_ref().is_none_or(|(slowest, ..)| p99 > *slowest) {
                slower = Some((p99, name, read));
            }
        }
        let (p99, name, read) = slower.context("nobody asked")?;
        let role = if name == "jon" {
            "central team"
        } else {
            "trust lead"
        };
        let row = Row::new("trust dashboard, p99", p99, "ms").asked(Target::AtMost(20.0));
        Ok(row.noting(format!(
            "{} events, {} academies, {DASHBOARDS_PER_SECOND}/s, {role} (the slower of two); p50 \
             {:.1} ms",
            built.events,
            ACADEMIES + 3,
            read.latency.percentile_ms(50.0)
        )))
    })
}

//! The roles as processes of their own, on three nodes of NATS that write every message through and
//! PostgreSQL, all on this machine: measured only when asked for by name, since it starts nine
//! processes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use lanyard::clock::SystemClock;
use lanyard_app::Clock;
use lanyard_journal::{Journal, PostgresJournal};
use lanyard_tests::cluster::{Role, Shape, Stand, concern};
use lanyard_tests::{Server, Wire, request};
use lanyard_vault::{PostgresKeyVault, RootKey, Vault};
use tokio::task::JoinSet;

use crate::history::Years;
use crate::load::{self, Make};
use crate::row::{Row, Target};
use crate::run::Run;
use crate::served;
use crate::timing::Latency;

/// Concerns a second (issue 3).
const POSTS_PER_SECOND: u32 = 300;
/// Concerns a second whose receipts are waited for.
const RECEIPTS_PER_SECOND: u32 = 20;
/// How often a receipt that is not signed yet is asked for again.
const ASKED_EVERY: Duration = Duration::from_millis(10);
/// A killed recorder's work is waited for so long.
const PATIENCE: Duration = Duration::from_secs(60);
const ACADEMIES: usize = 100;
const DAY_MILLIS: i64 = 86_400_000;

/// The rows.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let mut stand = Stand::start_of(Shape {
        has_three_nodes: true,
        ..Shape::default()
    });
    let mut rows = run.runtime.block_on(answered(run, &stand))?;
    rows.push(recovery(run, &mut stand)?);
    rows.push(replica(run, stand)?);
    Ok(rows)
}

async fn answered(run: &Run, stand: &Stand) -> anyhow::Result<Vec<Row>> {
    let address = stand.server(Role::Api).address;
    let lasting = Duration::from_secs(if run.quick { 2 } else { 15 });
    let (bearer, body) = (stand.installation.bearer(), concern(&stand.academy));
    let make: Make = {
        let bearer = bearer.clone();
        Arc::new(move || served::post(&bearer, "/v1/concerns", &[], &body))
    };
    load::fixed(address, POSTS_PER_SECOND, lasting / 5, Arc::clone(&make)).await?;
    let posted = load::fixed(address, POSTS_PER_SECOND, lasting, Arc::clone(&make)).await?;
    let receipt = receipts(address, &bearer, lasting, make).await?;
    let row = |name: &str, latency: &Latency, most: f64| {
        Row::new(name, latency.percentile_ms(99.0), "ms")
            .asked(Target::AtMost(most))
            .noting(format!(
                "p50 {:.1} ms, {} answers",
                latency.percentile_ms(50.0),
                latency.count()
            ))
    };
    Ok(vec![
        row(
            "cluster: POST concern at 300/s, sync always, p99",
            &posted.latency,
            80.0,
        ),
        row("cluster: receipt after the POST, p99", &receipt, 1_000.0),
    ])
}

/// Times from the answer to a POST until its receipt was signed and served.
async fn receipts(
    address: SocketAddr,
    bearer: &str,
    lasting: Duration,
    make: Make,
) -> anyhow::Result<Latency> {
    let gap = Duration::from_secs(1) / RECEIPTS_PER_SECOND;
    let start = Instant::now();
    let mut waiting = JoinSet::new();
    let mut due = start;
    while start.elapsed() < lasting {
        tokio::time::sleep_until(due.into()).await;
        due += gap;
        let (bearer, make) = (bearer.to_owned(), Arc::clone(&make));
        waiting.spawn(async move {
            let mut wire = Wire::open(address).await?;
            let raised = served::ask(&mut wire, &make()).await?;
            let answered = Instant::now();
            let path = raised.field("receipt").context("no receipt is named")?;
            let asked = request("GET", &path, &[("authorization", &bearer)], &[]);
            while wire.ask(&asked).await?.status != 200 {
                ensure!(answered.elapsed() < PATIENCE, "a receipt never came");
                tokio::time::sleep(ASKED_EVERY).await;
            }
            anyhow::Ok(answered.elapsed())
        });
    }
    let mut latency = Latency::new();
    while let Some(ended) = waiting.join_next().await {
        latency.add(ended??);
    }
    Ok(latency)
}

/// One of two recorders is killed under load: until something sent afterwards is recorded, and the
/// longest time in which nothing was.
fn recovery(run: &Run, stand: &mut Stand) -> anyhow::Result<Row> {
    stand.take_for_granted();
    let _other = stand.installation.serve("recorder-other", "recorder");
    let load = stand.load();
    std::thread::sleep(Duration::from_secs(if run.quick { 1 } else { 3 }));
    let killed = Instant::now();
    stand.kill(Role::Recorder);
    let recovered = load.recovered(killed, PATIENCE);
    let recovered = recovered.context("nothing was recorded any more")?;
    std::thread::sleep(PATIENCE / 10);
    let judged = stand.judge(load.stop());
    ensure!(judged.lost == 0 && judged.doubled == 0, "{judged}");
    stand.start(Role::Recorder);
    let slowest = judged.silence.max(recovered);
    let row = Row::new(
        "cluster: recovery after a killed recorder",
        slowest.as_secs_f64(),
        "s",
    );
    Ok(row.asked(Target::AtMost(5.0)).noting(format!(
        "the first answer after {:.2} s, {} acknowledged, none lost or doubled",
        recovered.as_secs_f64(),
        judged.acknowledged
    )))
}

/// A new api, its data folder empty, over a long history.
fn replica(run: &Run, mut stand: Stand) -> anyhow::Result<Row> {
    for role in Role::ALL {
        stand.take(role).stop()?;
    }
    let installation = &stand.installation;
    let root = RootKey::read(&installation.path("root.key"))?;
    let keys = PostgresKeyVault::connect(&installation.database("vault"))?;
    let vault = Arc::new(Vault::new(Arc::new(keys), root)?);
    let now = Clock::now(&SystemClock).millis();
    let years = Years {
        academies: ACADEMIES,
        events: if run.quick { 20_000 } else { 1_000_000 },
        from_millis: now - 730 * DAY_MILLIS,
        to_millis: now - DAY_MILLIS,
    };
    let built = run.runtime.block_on(async {
        let url = installation.database("store");
        let journal = PostgresJournal::connect(&url, Arc::new(SystemClock)).await?;
        let journal: Arc<dyn Journal> = Arc::new(journal);
        let built = years.build(Arc::clone(&journal), vault).await?;
        journal.close().await;
        anyhow::Ok(built)
    })?;
    let mut command = installation.command("api-new");
    command.args(["serve", "--listen", "127.0.0.1:0", "--role", "api"]);
    let start = Instant::now();
    let server = Server::start(command)?;
    run.runtime.block_on(served::ready(&server))?;
    let ready = start.elapsed();
    let row = Row::new("cluster: new replica ready", ready.as_secs_f64(), "s");
    Ok(row.asked(Target::AtMost(30.0)).noting(format!(
        "{} events, {} % looks, views and tree made anew",
        built.events,
        100 * built.looks / built.events
    )))
}

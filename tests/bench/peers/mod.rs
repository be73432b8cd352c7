//! Our ways to record beside event stores that others wrote, each over its own protocol: the same
//! machine, every append durable before it is answered, a new stream each time on the condition that
//! it is new, about the same number of bytes, 64 writers that wait for each answer. Measured only
//! when asked for by name.
//!
//! - UmaDB, a server of its own: a file that is synced before each answer.
//! - Message DB, functions in PostgreSQL. It takes a lock for each category; 64 of them are its best
//!   case, one is what a single kind of stream gives. pgbench drives it, which costs the cores less
//!   than our tasks do.
//! - postgres-es, a library over PostgreSQL: it loads the aggregate, then inserts.
//!
//! Ours commit to and seal each event within the time measured, and keep its command id: in process
//! on SQLite and on PostgreSQL, through NATS JetStream to a recorder, and as concerns over HTTP. The
//! PostgreSQL is one server, as it comes. A round measures every side once; the middle one counts.
//!
//! Not here: the drivers of UmaDB and postgres-es, which are built apart (`tests/peers`).

mod driven;
mod figures;
mod message_db;
mod server;
mod through_nats;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use lanyard_tests::cluster::OwnServer;

use self::driven::Driver;
use self::figures::Figures;
use self::message_db::MessageDb;
use self::server::Postgres;
use self::through_nats::ThroughNats;
use crate::durable::ours;
use crate::load::{self, Make};
use crate::post;
use crate::row::Row;
use crate::run::Run;
use crate::served::Served;
use crate::timing::per_second;

/// Writers of every side; connections where it has them.
const WRITERS: usize = 64;
/// Of each side; the middle one counts.
const ROUNDS: usize = 5;

/// The rows.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let folder = run.folder()?;
    open_to_all(folder.path())?;
    let postgres = Postgres::start(folder.path());
    let bench = Bench::start(run, folder.path(), &postgres)?;
    let mut figures = Figures::default();
    for round in 0..if run.quick { 1 } else { ROUNDS } {
        bench.round(round, &mut figures)?;
    }
    Ok(figures.rows())
}

/// Everything that is measured. Whoever is not being asked is idle.
struct Bench<'r> {
    run: &'r Run,
    postgres: &'r Postgres,
    message_db: MessageDb<'r>,
    driver: Driver,
    through_one: ThroughNats,
    through_three: ThroughNats,
    served: Served,
    raising: Make,
}

impl<'r> Bench<'r> {
    fn start(run: &'r Run, folder: &Path, postgres: &'r Postgres) -> anyhow::Result<Self> {
        let served = Served::start(run)?;
        Ok(Self {
            run,
            postgres,
            message_db: MessageDb::install(folder, postgres)?,
            driver: Driver::find(folder)?,
            through_one: ThroughNats::provision(run, vec![OwnServer::nats(folder)])?,
            through_three: ThroughNats::provision(run, OwnServer::nats_nodes(folder))?,
            raising: post::raising(&served)?,
            served,
        })
    }

    /// Ours and theirs in turn, so that a slow minute of the machine strikes both.
    fn round(&self, round: usize, figures: &mut Figures) -> anyhow::Result<()> {
        let run = self.run;
        let (appends, seconds) = if run.quick { (12_800, 1) } else { (128_000, 6) };
        let database = |whose: &str| self.postgres.new_database(&format!("{whose}_{round}"));

        let elapsed = ours::begun(run, WRITERS, appends)?;
        figures.embedded.push(per_second(appends, elapsed));
        let umadb = self.driver.umadb(round, WRITERS, appends / 2)?;
        figures.umadb.push(umadb);
        let many = self.message_db.appends_per_second(WRITERS, 64, seconds)?;
        figures.message_db.push(many);
        let elapsed = ours::on_postgres(run, &database("ours")?, WRITERS, appends / 4)?;
        figures.on_postgres.push(per_second(appends / 4, elapsed));
        let theirs = database("theirs")?;
        let theirs = self.driver.postgres_es(&theirs, WRITERS, appends / 4)?;
        figures.postgres_es.push(theirs);
        let one = self.message_db.appends_per_second(WRITERS, 1, seconds)?;
        figures.message_db_one.push(one);
        for (path, whose, figures) in [
            (&self.through_one, "one", &mut figures.through_one),
            (&self.through_three, "three", &mut figures.through_three),
        ] {
            let store = database(&format!("store_{whose}"))?;
            let vault = database(&format!("vault_{whose}"))?;
            figures.push(path.appends_per_second(run, &store, &vault, WRITERS, appends / 10)?);
        }
        figures.over_http.push(self.posts_per_second(seconds)?);
        Ok(())
    }

    fn posts_per_second(&self, seconds: u32) -> anyhow::Result<f64> {
        let address = self.served.server.address;
        let lasting = Duration::from_secs(seconds.into());
        let make = || Arc::clone(&self.raising);
        self.run.runtime.block_on(async {
            // Not counted: connections, caches and files come to their usual size.
            load::closed(address, WRITERS, lasting / 5, make()).await?;
            let full = load::closed(address, WRITERS, lasting, make()).await?;
            let answers = usize::try_from(full.latency.count())?;
            Ok(per_second(answers, full.elapsed))
        })
    }
}

/// PostgreSQL runs as a user of its own, who has to get to its folder.
fn open_to_all(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
        .context("the folder cannot be opened to PostgreSQL")
}

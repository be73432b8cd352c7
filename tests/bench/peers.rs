//! Our stores beside Message DB, an event store in PostgreSQL: the same machine, the same PostgreSQL
//! as it comes with every commit durable, new streams, an expected version at each append, bytes of
//! about the same number. Measured only when asked for by name.
//!
//! Message DB takes a lock for each category; 64 of them are its best case, one is what a single
//! kind of stream gives. It is driven by pgbench, which costs the cores less than our tasks, each of
//! which commits to and seals its event within the time measured.
//!
//! Not here: UmaDB and postgres-es, which would have to be built from source beside ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use lanyard_tests::cluster::OwnServer;

use crate::durable::ours;
use crate::row::{Row, Target};
use crate::run::Run;
use crate::timing::{median, per_second};

const WRITERS: usize = 64;
/// Of each side, alternating; the middle one counts.
const RUNS: usize = 5;
/// As many letters as a sealed note and its commitments have bytes.
const LETTERS: usize = 1_000;
/// Its database, as its functions expect it.
const DATABASE: &str = "message_store";

/// The rows.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let folder = run.folder()?;
    open_to_all(folder.path())?;
    let postgres = OwnServer::postgres(folder.path());
    let peer = MessageDb::install(folder.path(), postgres.port(0))?;
    let (appends, seconds) = if run.quick { (2_000, 1) } else { (40_000, 6) };
    let (mut embedded, mut on_postgres) = (Vec::new(), Vec::new());
    let (mut many, mut one) = (Vec::new(), Vec::new());
    for round in 0..if run.quick { 1 } else { RUNS } {
        embedded.push(ours::formed(run, WRITERS, appends)?);
        many.push(peer.appends_per_second(64, seconds)?);
        let url = peer.new_database(&format!("ours_{round}"))?;
        on_postgres.push(ours::on_postgres(run, &url, WRITERS, appends / 4)?);
        one.push(peer.appends_per_second(1, seconds)?);
    }
    let embedded = per_second(appends, median(embedded));
    let on_postgres = per_second(appends / 4, median(on_postgres));
    let (many, one) = (middle(many), middle(one));
    let row = |name: &str, ours: f64, least: f64| {
        Row::new(name, ours, "/s")
            .beside(many, ours / many)
            .asked(Target::RatioAtLeast(least))
            .noting(format!(
                "beside Message DB with 64 categories; with one category it has {one:.0}/s"
            ))
    };
    Ok(vec![
        row("embedded store, 64 writers", embedded, 6.0),
        row("store on PostgreSQL, 64 writers", on_postgres, 1.5),
    ])
}

/// Message DB in a server of our own.
struct MessageDb {
    folder: PathBuf,
    port: u16,
}

impl MessageDb {
    fn install(folder: &Path, port: u16) -> anyhow::Result<Self> {
        let peer = Self {
            folder: folder.to_owned(),
            port,
        };
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/message-db/database");
        let script = tools.join("install.sh");
        ensure!(
            script.exists(),
            "Message DB is missing: run `scripts/setup peers`, as `make bench-peers` does"
        );
        let mut install = peer.command(&script);
        succeeds(install.env("DATABASE_NAME", DATABASE))?;
        Ok(peer)
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("PGHOST", "127.0.0.1")
            .env("PGPORT", self.port.to_string())
            .env("PGUSER", "postgres");
        command
    }

    /// An empty database; its address.
    fn new_database(&self, name: &str) -> anyhow::Result<String> {
        succeeds(self.command("createdb").arg(name))?;
        Ok(format!(
            "postgres://postgres@127.0.0.1:{}/{name}",
            self.port
        ))
    }

    /// New streams by 64 clients, spread over so many categories.
    fn appends_per_second(&self, categories: u32, seconds: u32) -> anyhow::Result<f64> {
        let script = self.folder.join("append.sql");
        // An expected version of -1: the stream must not be there yet.
        let statement = format!(
            "\\set category random(1, {categories})\n\
             SELECT write_message(gen_random_uuid()::varchar, 'concern' || :category || '-' || \
             gen_random_uuid(), 'Raised', '{{\"text\": \"{}\"}}'::jsonb, NULL, -1);\n",
            "n".repeat(LETTERS)
        );
        std::fs::write(&script, statement).context("the script cannot be written")?;
        let mut pgbench = self.command(pgbench()?);
        pgbench
            .env("PGOPTIONS", "-c search_path=message_store,public")
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={WRITERS}"))
            .arg(format!("--time={seconds}"))
            .arg("--file")
            .arg(&script)
            .arg(DATABASE);
        let said = succeeds(&mut pgbench)?;
        let line = said.lines().find(|line| line.starts_with("tps = "));
        let figure = line.and_then(|line| line.split_whitespace().nth(2));
        figure
            .and_then(|figure| figure.parse().ok())
            .with_context(|| format!("pgbench gave no figure: {said}"))
    }
}

fn pgbench() -> anyhow::Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").context("PostgreSQL is missing")?;
    let programs = versions
        .filter_map(Result::ok)
        .map(|version| version.path().join("bin/pgbench"));
    let mut programs: Vec<_> = programs.filter(|program| program.exists()).collect();
    programs.sort();
    programs.pop().context("pgbench is missing")
}

fn succeeds(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().context("a program cannot be run")?;
    ensure!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// PostgreSQL runs as a user of its own, who has to get to its folder.
fn open_to_all(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
        .context("the folder cannot be opened to PostgreSQL")
}

fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

//! Message DB: functions in a database of PostgreSQL, asked by pgbench.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use super::server::{Postgres, succeeds};

/// As many letters as a sealed note and its commitments have bytes; `tests/peers` has the same.
const LETTERS: usize = 1_000;
/// Its database, as its functions expect it.
const DATABASE: &str = "message_store";

/// Message DB, installed.
pub struct MessageDb<'p> {
    script: PathBuf,
    postgres: &'p Postgres,
}

impl<'p> MessageDb<'p> {
    /// Installs it into a database of its own.
    pub fn install(folder: &Path, postgres: &'p Postgres) -> anyhow::Result<Self> {
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/message-db/database");
        let install = tools.join("install.sh");
        ensure!(
            install.exists(),
            "Message DB is missing: run `scripts/setup peers`, as `make bench-peers` does"
        );
        succeeds(postgres.command(&install).env("DATABASE_NAME", DATABASE))?;
        Ok(Self {
            script: folder.join("append.sql"),
            postgres,
        })
    }

    /// New streams by so many clients, spread over so many categories.
    pub fn appends_per_second(
        &self,
        clients: usize,
        categories: u32,
        seconds: u32,
    ) -> anyhow::Result<f64> {
        // An expected version of -1: the stream must not be there yet.
        let statement = format!(
            "\\set category random(1, {categories})\n\
             SELECT write_message(gen_random_uuid()::varchar, 'concern' || :category || '-' || \
             gen_random_uuid(), 'Raised', '{{\"text\": \"{}\"}}'::jsonb, NULL, -1);\n",
            "n".repeat(LETTERS)
        );
        std::fs::write(&self.script, statement).context("the script cannot be written")?;
        let mut pgbench: Command = self.postgres.command(pgbench()?);
        pgbench
            .env("PGOPTIONS", "-c search_path=message_store,public")
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={clients}"))
            .arg(format!("--time={seconds}"))
            .arg("--file")
            .arg(&self.script)
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

//! The one PostgreSQL of the bench, and programs that are run beside it.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use lanyard_tests::cluster::OwnServer;

/// PostgreSQL as it comes: every commit is durable.
pub struct Postgres(OwnServer);

impl Postgres {
    /// Starts one.
    pub fn start(folder: &Path) -> Self {
        Self(OwnServer::postgres(folder))
    }

    /// A program that finds it by its environment.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("PGHOST", "127.0.0.1")
            .env("PGPORT", self.0.port(0).to_string())
            .env("PGUSER", "postgres");
        command
    }

    /// An empty database; its address.
    pub fn new_database(&self, name: &str) -> anyhow::Result<String> {
        succeeds(self.command("createdb").arg(name))?;
        let port = self.0.port(0);
        Ok(format!("postgres://postgres@127.0.0.1:{port}/{name}"))
    }
}

/// What a program printed that has to succeed.
pub fn succeeds(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().context("a program cannot be run")?;
    ensure!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

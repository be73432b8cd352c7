//! An idle server: its memory, how soon it is ready, and how long the demonstration takes to make.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use lanyard::demo::issuer::Issuer;
use lanyard_tests::{Server, program};

use crate::row::{Row, Target};
use crate::run::Run;
use crate::served::ready;
use crate::timing::median;

/// How long a server is left alone before its memory is read.
const ALONE: Duration = Duration::from_secs(2);
/// Starts timed; the middle one counts.
const STARTS: usize = 5;
/// Bytes of a MiB.
const MIB: f64 = 1_048_576.0;

/// The rows.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let folder = run.folder()?;
    let config = configure(folder.path())?;
    let begun = command(&config)?
        .args([
            "init",
            "--trust-lead",
            "https://id.example,1",
            "--second",
            "https://id.example,2",
        ])
        .stdout(Stdio::null())
        .status()
        .context("init cannot be run")?;
    ensure!(begun.success(), "init ended with {begun}");
    let mut starts = Vec::new();
    let mut resident = 0;
    for _ in 0..STARTS {
        let mut serve = command(&config)?;
        serve.args(["serve", "--listen", "127.0.0.1:0"]);
        let start = Instant::now();
        let server = Server::start(serve)?;
        run.runtime.block_on(ready(&server))?;
        starts.push(start.elapsed());
        std::thread::sleep(ALONE);
        resident = server.resident_bytes()?.max(resident);
        server.stop()?;
    }
    #[allow(clippy::cast_precision_loss, reason = "memory is far below 2^52 bytes")]
    let mib = resident as f64 / MIB;
    let mut rows = vec![
        Row::new("idle memory, empty trust", mib, "MiB").asked(Target::AtMost(64.0)),
        Row::new(
            "start to ready, empty trust",
            median(starts).as_secs_f64(),
            "s",
        )
        .asked(Target::AtMost(0.5)),
    ];
    if !run.quick {
        rows.push(demonstration(run)?);
    }
    Ok(rows)
}

fn demonstration(run: &Run) -> anyhow::Result<Row> {
    let folder = run.folder()?;
    let server = Server::demo(&folder.path().join("data"))?;
    let row = Row::new(
        "demonstration made and serving",
        server.started_in.as_secs_f64(),
        "s",
    );
    let done = server
        .said()
        .into_iter()
        .find_map(|line| Some(line.split_once("done: ")?.1.to_owned()));
    server.stop()?;
    Ok(row
        .asked(Target::AtMost(20.0))
        .noting(done.unwrap_or_default()))
}

fn command(config: &Path) -> anyhow::Result<Command> {
    let mut command = Command::new(program()?);
    command.arg("--config").arg(config);
    Ok(command)
}

/// Keys, an issuer and everything that serving a real trust needs, in a folder.
fn configure(folder: &Path) -> anyhow::Result<std::path::PathBuf> {
    let place = |name: &str| folder.join(name).display().to_string();
    std::fs::write(
        place("jwks.json"),
        Issuer::open(folder)?.jwks()?.to_string(),
    )?;
    lanyard_vault::RootKey::create(&folder.join("root.key"))?;
    std::fs::write(place("log.key"), format!("{}\n", "5a".repeat(32)))?;
    let settings = [
        ("data_dir", place("data")),
        ("origin", "log.bench.example/trust".to_owned()),
        ("trust_name", "Bench Learning Trust".to_owned()),
        ("checkpoint_lock", place("checkpoint.lock")),
        ("root_key_file", place("root.key")),
        ("log_key_file", place("log.key")),
    ];
    let jwks = folder.join("jwks.json");
    let text = lanyard_tests::settings_file(&settings, "https://id.example", "lanyard", &jwks);
    let config = folder.join("lanyard.toml");
    std::fs::write(&config, text)?;
    Ok(config)
}

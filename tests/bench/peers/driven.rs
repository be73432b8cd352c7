//! UmaDB and postgres-es, each driven by its own client in a program of its own (`tests/peers`).

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use lanyard_tests::cluster::free_ports;
use serde::Deserialize;

use super::server::succeeds;

/// A server may take so long until it listens.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(10);

/// The program of `tests/peers`, and the server of UmaDB.
pub struct Driver {
    program: PathBuf,
    umadb: PathBuf,
    folder: PathBuf,
}

/// What the program says.
#[derive(Deserialize)]
struct Said {
    appends_per_second: f64,
}

impl Driver {
    /// Where `make bench-peers` puts both: the program in a folder beside this one's, since it has
    /// a lock file of its own.
    pub fn find(folder: &Path) -> anyhow::Result<Self> {
        let this = std::env::current_exe().context("this executable has no place")?;
        let output = this.ancestors().nth(2);
        let output = output.context("this executable has no folder of artefacts")?;
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools");
        let driver = Self {
            program: output.join("peers/release/peers"),
            umadb: tools.join("umadb/bin/umadb"),
            folder: folder.to_owned(),
        };
        for wanted in [&driver.program, &driver.umadb] {
            ensure!(
                wanted.is_file(),
                "{} is missing: run `make bench-peers`, which builds it",
                wanted.display()
            );
        }
        Ok(driver)
    }

    /// UmaDB on a new file, as it comes.
    pub fn umadb(&self, round: usize, writers: usize, appends: usize) -> anyhow::Result<f64> {
        let file = self.folder.join(format!("umadb-{round}"));
        let server = UmaDb::start(&self.umadb, &file)?;
        self.appends_per_second("umadb", &server.url(), writers, appends)
    }

    /// postgres-es in an empty database.
    pub fn postgres_es(&self, url: &str, writers: usize, appends: usize) -> anyhow::Result<f64> {
        self.appends_per_second("postgres-es", url, writers, appends)
    }

    fn appends_per_second(
        &self,
        peer: &str,
        url: &str,
        writers: usize,
        appends: usize,
    ) -> anyhow::Result<f64> {
        let mut program = Command::new(&self.program);
        program
            .args([peer, "--url", url])
            .args(["--writers", &writers.to_string()])
            .args(["--appends", &appends.to_string()]);
        let said = succeeds(&mut program)?;
        let said: Said = serde_json::from_str(&said)
            .with_context(|| format!("{peer} gave no figure: {said}"))?;
        Ok(said.appends_per_second)
    }
}

/// A server of UmaDB, for as long as this lives.
struct UmaDb {
    child: Child,
    port: u16,
}

impl UmaDb {
    fn start(program: &Path, file: &Path) -> anyhow::Result<Self> {
        let port = free_ports(1)[0];
        let mut command = Command::new(program);
        command
            .args(["--listen", &format!("127.0.0.1:{port}"), "--db-path"])
            .arg(file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command.spawn().context("UmaDB cannot be started")?;
        let server = Self { child, port };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            ensure!(Instant::now() < deadline, "UmaDB does not listen");
            std::thread::sleep(LOOK);
        }
        Ok(server)
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for UmaDb {
    fn drop(&mut self) {
        // Ended already, if it failed.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

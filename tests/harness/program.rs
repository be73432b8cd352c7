//! The built program, started as people start it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// What a server says, with its address, once it listens.
const SERVING: &str = "serving on http://";

/// The program `lanyard`, built beside this executable.
///
/// # Errors
/// When it is not there.
pub fn program() -> anyhow::Result<PathBuf> {
    let this = std::env::current_exe().context("this executable has no place")?;
    let mut folder = this.parent().context("this executable has no folder")?;
    // Tests lie one folder further down than programs.
    if folder.ends_with("deps") {
        folder = folder
            .parent()
            .context("the folder of tests has none above it")?;
    }
    let program = folder.join("lanyard");
    if !program.is_file() {
        bail!(
            "the program is not built in {}: run `make build`",
            folder.display()
        );
    }
    Ok(program)
}

/// A server that runs as a process of its own.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// From starting the process until it listened.
    pub started_in: Duration,
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Serves a demonstration's folder on a free port, without limits of requests.
    ///
    /// # Errors
    /// When it does not start; its last words are part of the error.
    pub fn demo(data_dir: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(program()?);
        command
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data_dir)
            .env("LANYARD_REQUESTS_PER_MINUTE", "0")
            .env("LANYARD_NOT_SHOWN_PER_MINUTE", "0");
        Self::start(command)
    }

    /// Starts any `lanyard serve`.
    ///
    /// # Errors
    /// When it ends before it listens.
    pub fn start(mut command: Command) -> anyhow::Result<Self> {
        let started = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("the program cannot be started")?;
        let said = Arc::new(Mutex::new(Vec::new()));
        let mut lines = BufReader::new(child.stderr.take().context("it has no output")?);
        let Some(address) = serving(&mut lines, &said) else {
            // It may have closed its output and hang; what it said is what counts.
            let _killed = child.kill();
            let ended = child.wait().context("it cannot be waited for")?;
            bail!("the server ended ({ended}): {}", words(&said).join("\n"));
        };
        let started_in = started.elapsed();
        let listening = Arc::clone(&said);
        std::thread::spawn(move || while line(&mut lines, &listening).is_some() {});
        Ok(Self {
            address,
            started_in,
            child,
            said,
        })
    }

    /// Everything it has said so far.
    #[must_use]
    pub fn said(&self) -> Vec<String> {
        words(&self.said)
    }

    /// Memory that it holds now (`VmRSS`), in bytes.
    ///
    /// # Errors
    /// When it does not run.
    pub fn resident_bytes(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .context("the server does not run")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
        let kib: u64 = kib.context("no figure of memory")?.trim().parse()?;
        Ok(kib * 1024)
    }

    /// Kills it (SIGKILL): it can finish nothing.
    ///
    /// # Errors
    /// When it had ended by itself, which a killed server must not.
    pub fn kill(mut self) -> anyhow::Result<()> {
        if let Some(ended) = self.child.try_wait()? {
            bail!("the server had ended ({ended}): {}", self.said().join("\n"));
        }
        self.child.kill().context("it cannot be killed")?;
        self.child.wait().context("it cannot be waited for")?;
        Ok(())
    }

    /// Sends it a signal, by name.
    ///
    /// # Errors
    /// When it does not run.
    pub fn signal(&self, name: &str) -> anyhow::Result<()> {
        signal(self.child.id(), name)
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// Asks it to stop (SIGTERM) and waits.
    ///
    /// # Errors
    /// When it does not end well.
    pub fn stop(mut self) -> anyhow::Result<()> {
        self.signal("TERM")?;
        let ended = self.child.wait().context("it cannot be waited for")?;
        anyhow::ensure!(
            ended.success(),
            "it ended with {ended}: {}",
            self.said().join("\n")
        );
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already, most of the time.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// Sends a process a signal, by name.
///
/// # Errors
/// When it does not run.
pub fn signal(process: u32, name: &str) -> anyhow::Result<()> {
    let mut command = Command::new("kill");
    command.args(["-s", name, &process.to_string()]);
    let sent = command.stderr(Stdio::null()).status();
    anyhow::ensure!(
        sent.context("kill cannot be run")?.success(),
        "it does not run"
    );
    Ok(())
}

/// Listens until the server says its address; none when it ends before.
fn serving(lines: &mut BufReader<ChildStderr>, said: &Mutex<Vec<String>>) -> Option<SocketAddr> {
    loop {
        let line = line(lines, said)?;
        if let Some((_, rest)) = line.split_once(SERVING) {
            let end = rest.find(|c: char| !(c.is_ascii_digit() || ".:".contains(c)));
            return rest[..end.unwrap_or(rest.len())].parse().ok();
        }
    }
}

fn line(lines: &mut BufReader<ChildStderr>, said: &Mutex<Vec<String>>) -> Option<String> {
    let mut line = String::new();
    if !matches!(lines.read_line(&mut line), Ok(read) if read > 0) {
        return None;
    }
    let line = line.trim_end().to_owned();
    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
    said.push(line.clone());
    Some(line)
}

fn words(said: &Mutex<Vec<String>>) -> Vec<String> {
    said.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

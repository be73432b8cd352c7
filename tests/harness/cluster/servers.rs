//! Servers of a test's own, which it may break.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Nodes of NATS that lose none of them unnoticed.
pub const NODES: usize = 3;
/// A node takes three quarters of its disk unless told: on a small one the streams, which set room
/// aside, would not fit.
const ROOM: &str = "max_file_store: 8G";

/// A server started by a script of `scripts/servers`.
#[derive(Debug)]
pub struct OwnServer {
    script: PathBuf,
    dir: PathBuf,
    ports: Vec<u16>,
    /// Further arguments of `start`, after the ports.
    arguments: Vec<String>,
    /// More lines of its configuration (NATS).
    config: String,
}

impl OwnServer {
    /// NATS with JetStream: a port for clients, one for monitoring.
    #[must_use]
    pub fn nats(dir: &Path) -> Self {
        Self::nats_with(dir, "")
    }

    /// The same, with more lines in its configuration.
    #[must_use]
    pub fn nats_with(dir: &Path, config: &str) -> Self {
        let mut server = Self::new("nats", &dir.join("nats"), &free_ports(2));
        config.clone_into(&mut server.config);
        server.start();
        server
    }

    /// Three nodes of one cluster. Clients hear of no other address than they were given, so that
    /// proxies cannot be passed by.
    #[must_use]
    pub fn nats_nodes(dir: &Path) -> Vec<Self> {
        let ports = free_ports(NODES * 3);
        let (routes, clients) = ports.split_at(NODES);
        let nodes: Vec<_> = clients
            .chunks(2)
            .zip(routes)
            .enumerate()
            .map(|(number, (clients, route))| {
                let name = format!("nats-{number}");
                let mut node = Self::new("nats", &dir.join(&name), clients);
                node.arguments = vec![name, route.to_string()];
                let others = routes.iter().filter(|other| *other != route);
                node.arguments.extend(others.map(u16::to_string));
                let store = node.dir.join("jetstream");
                node.config = format!(
                    "jetstream {{ store_dir: \"{}\", sync_interval: always, {ROOM} }}",
                    store.display()
                );
                node
            })
            .collect();
        for node in &nodes {
            node.start();
        }
        for node in &nodes {
            super::eventually("JetStream has a leader", || node.is_whole());
        }
        nodes
    }

    /// PostgreSQL.
    #[must_use]
    pub fn postgres(dir: &Path) -> Self {
        let server = Self::new("postgres", &dir.join("postgres"), &free_ports(1));
        server.start();
        server
    }

    fn new(script: &str, dir: &Path, ports: &[u16]) -> Self {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/servers");
        Self {
            script: scripts.join(script),
            dir: dir.to_owned(),
            ports: ports.to_vec(),
            arguments: Vec::new(),
            config: String::new(),
        }
    }

    /// Starts it, or starts it again on what it has kept.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(&self) {
        assert!(self.try_start(), "{} failed", self.script.display());
    }

    /// Whether it could be started.
    ///
    /// # Panics
    /// When the script is not there.
    #[must_use]
    pub fn try_start(&self) -> bool {
        let mut command = Command::new(&self.script);
        command.arg("start").arg(&self.dir);
        command.args(self.ports.iter().map(u16::to_string));
        command.args(&self.arguments);
        command.env("MORE_CONFIG", &self.config);
        command.env("NO_ADVERTISE", "true");
        command.stdin(Stdio::null()).status().unwrap().success()
    }

    /// Stops it; `immediate` is a crash.
    ///
    /// # Panics
    /// When it does not run.
    pub fn stop(&self, mode: Option<&str>) {
        let mut command = Command::new(&self.script);
        command.arg("stop").arg(&self.dir).args(mode);
        let ended = command.stdin(Stdio::null()).status().unwrap();
        assert!(ended.success(), "{} failed", self.script.display());
    }

    /// The nth port.
    #[must_use]
    pub fn port(&self, nth: usize) -> u16 {
        self.ports[nth]
    }

    /// Its folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Its process; none when it does not run. PostgreSQL's is the first of several.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        let files = ["nats.pid", "data/postmaster.pid"];
        let text = files
            .iter()
            .find_map(|file| std::fs::read_to_string(self.dir.join(file)).ok())?;
        let process = text.lines().next()?.trim().parse().ok()?;
        // A file may have outlived its server.
        let state = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        (!state.contains(") Z ")).then_some(process)
    }

    /// All its processes.
    #[must_use]
    pub fn processes(&self) -> Vec<u32> {
        let Some(first) = self.process() else {
            return Vec::new();
        };
        let children = format!("/proc/{first}/task/{first}/children");
        let children = std::fs::read_to_string(children).unwrap_or_default();
        let children = children
            .split_whitespace()
            .filter_map(|child| child.parse().ok());
        std::iter::once(first).chain(children).collect()
    }

    /// Stops its clock, as it were (SIGSTOP), or lets it go on (SIGCONT).
    ///
    /// # Panics
    /// When it does not run.
    pub fn pause(&self, paused: bool) {
        let process = self.process().expect("a server that is paused runs");
        crate::program::signal(process, if paused { "STOP" } else { "CONT" }).unwrap();
    }

    /// Whether all that a node of NATS keeps is whole and has a leader.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let health = format!("http://127.0.0.1:{}/healthz", self.port(1));
        ureq::get(health).call().is_ok()
    }

    /// The name of the node that leads a stream, as this one knows.
    #[must_use]
    pub fn leader_of(&self, stream: &str) -> Option<String> {
        let address = format!("http://127.0.0.1:{}/jsz?streams=true", self.port(1));
        let mut answer = ureq::get(address).call().ok()?;
        let shown: Value = answer.body_mut().read_json().ok()?;
        let streams = shown["account_details"][0]["stream_detail"].as_array()?;
        let found = streams.iter().find(|found| found["name"] == stream)?;
        found["cluster"]["leader"].as_str().map(str::to_owned)
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        if let Some(process) = self.process() {
            // It may be paused still.
            let _sent = crate::program::signal(process, "CONT");
        }
        // Stopped already, in some tests.
        let mut command = Command::new(&self.script);
        let _ended = command
            .args([Path::new("stop"), &self.dir])
            .arg("immediate")
            .stderr(Stdio::null())
            .status();
    }
}

/// Ports that were free a moment ago, all different.
///
/// # Panics
/// When there are none.
#[must_use]
pub fn free_ports(count: usize) -> Vec<u16> {
    let held: Vec<_> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    held.iter()
        .map(|listener| listener.local_addr().unwrap().port())
        .collect()
}

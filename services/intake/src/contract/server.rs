//! Real NATS servers for tests: the one of the run, and ones of one's own that can be killed.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use crate::jetstream::{Connection, Limits, Names, Settings, connect, provision};

/// A test that takes longer than this has failed.
pub const PATIENCE: Duration = Duration::from_secs(60);

static NEXT: AtomicU32 = AtomicU32::new(1);

/// The address of the run's server.
///
/// # Panics
/// When the test was not started beside one.
#[must_use]
pub fn address() -> String {
    variable("LANYARD_TEST_NATS")
}

/// The address of its monitoring.
///
/// # Panics
/// When the test was not started beside one.
#[must_use]
pub fn monitor() -> String {
    variable("LANYARD_TEST_NATS_MONITOR")
}

fn variable(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run the tests by scripts/with-servers"))
}

/// Names of streams that no other test uses.
#[must_use]
pub fn fresh_names() -> Names {
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    Names::prefixed(&format!("t{}_{n}", std::process::id())).unwrap()
}

/// How to reach servers under new names.
#[must_use]
pub fn settings(servers: Vec<String>) -> Settings {
    Settings {
        servers,
        credentials: None,
        root_certificates: None,
        origin: "test.lanyard.example".to_owned(),
        names: fresh_names(),
        connection_name: "lanyard test".to_owned(),
    }
}

/// Small streams without copies.
#[must_use]
pub fn limits() -> Limits {
    Limits {
        replicas: 1,
        max_bytes: 16 << 20,
        max_parked_bytes: 1 << 20,
        ..Limits::default()
    }
}

/// Connected to the run's server, with streams of its own.
pub async fn provisioned() -> Connection {
    let connection = connect(&settings(vec![address()])).await.unwrap();
    provision(&connection, &limits()).await.unwrap();
    connection
}

/// The same streams over a connection of its own, as another process has it.
pub async fn another(settings: &Settings) -> Connection {
    let connection = connect(settings).await.unwrap();
    connection.check().await.unwrap();
    connection
}

/// A server of one's own. Its disk outlives it until it is dropped.
#[derive(Debug)]
pub struct Server {
    dir: TempDir,
    port: u16,
    monitor_port: u16,
    /// Name, port, and ports of the others.
    cluster: Vec<String>,
    sync_interval: &'static str,
    /// Lines for its configuration.
    config: &'static str,
}

impl Server {
    /// Starts one that writes through.
    #[must_use]
    pub fn start() -> Self {
        Self::with_sync_interval("always")
    }

    /// Starts one that writes through so often.
    #[must_use]
    pub fn with_sync_interval(sync_interval: &'static str) -> Self {
        let mut server = Self::prepared(Vec::new());
        server.sync_interval = sync_interval;
        server.resume();
        server
    }

    /// Starts one with more lines in its configuration.
    #[must_use]
    pub fn with_config(config: &'static str) -> Self {
        let mut server = Self::prepared(Vec::new());
        server.config = config;
        server.resume();
        server
    }

    /// Starts one that has no JetStream for whoever connects.
    #[must_use]
    pub fn without_jetstream() -> Self {
        let off = "jetstream: disabled";
        Self::with_config(off)
    }

    fn prepared(cluster: Vec<String>) -> Self {
        let [port, monitor_port] = free_ports();
        Self {
            dir: tempfile::tempdir().unwrap(),
            port,
            monitor_port,
            cluster,
            sync_interval: "always",
            config: "",
        }
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Where its monitoring is.
    #[must_use]
    pub fn monitor(&self) -> String {
        format!("http://127.0.0.1:{}", self.monitor_port)
    }

    /// Starts it again, on the same disk and ports.
    pub fn resume(&self) {
        let mut command = self.command("start");
        command
            .arg(self.port.to_string())
            .arg(self.monitor_port.to_string())
            .args(&self.cluster)
            .env("SYNC_INTERVAL", self.sync_interval)
            .env("MORE_CONFIG", self.config);
        assert!(command.status().unwrap().success(), "nats-server starts");
    }

    /// Kills it.
    pub fn kill(&self) {
        let _ = self.command("stop").arg("immediate").status();
    }

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new(script());
        command.arg(what).arg(self.dir.path());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Three servers on loopback.
#[must_use]
pub fn cluster() -> [Server; 3] {
    let ports: [u16; 3] = free_ports();
    let servers = [0, 1, 2].map(|n| {
        let others = ports.iter().filter(|port| **port != ports[n]);
        let mut cluster = vec![format!("n{n}"), ports[n].to_string()];
        cluster.extend(others.map(u16::to_string));
        Server::prepared(cluster)
    });
    for server in &servers {
        server.resume();
    }
    servers
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/servers/nats")
}

/// Free at the moment of asking; all held at once, so that they differ.
fn free_ports<const N: usize>() -> [u16; N] {
    let held = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|one| one.local_addr().unwrap().port())
}

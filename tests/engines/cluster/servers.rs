//! Servers of a test's own, which it may kill.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lanyard_eventstore_double::Double;
use tokio::runtime::Runtime;

/// A server started by a script of `scripts/servers`.
pub struct OwnServer {
    script: PathBuf,
    dir: PathBuf,
    ports: Vec<u16>,
}

impl OwnServer {
    /// NATS with JetStream: a port for clients, one for monitoring.
    pub fn nats(dir: &Path) -> Self {
        Self::new("nats", dir, 2)
    }

    /// PostgreSQL.
    pub fn postgres(dir: &Path) -> Self {
        Self::new("postgres", dir, 1)
    }

    fn new(name: &str, dir: &Path, ports: usize) -> Self {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/servers");
        let server = Self {
            script: scripts.join(name),
            dir: dir.join(name),
            ports: free_ports(ports),
        };
        server.start();
        server
    }

    /// Starts it, or starts it again on what it has kept.
    pub fn start(&self) {
        let mut command = Command::new(&self.script);
        command.arg("start").arg(&self.dir);
        command.args(self.ports.iter().map(u16::to_string));
        self.run(&mut command);
    }

    /// Stops it; `immediate` is a crash (PostgreSQL).
    pub fn stop(&self, mode: Option<&str>) {
        let mut command = Command::new(&self.script);
        command.arg("stop").arg(&self.dir).args(mode);
        self.run(&mut command);
    }

    /// The nth port.
    pub fn port(&self, nth: usize) -> u16 {
        self.ports[nth]
    }

    fn run(&self, command: &mut Command) {
        let ended = command.stdin(Stdio::null()).status().unwrap();
        assert!(ended.success(), "{} failed", self.script.display());
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // Stopped already, in some tests.
        let mut command = Command::new(&self.script);
        let _ended = command
            .arg("stop")
            .arg(&self.dir)
            .stderr(Stdio::null())
            .status();
    }
}

/// The double of EventStoreDB, on threads of this process.
pub struct EventStore {
    pub double: Double,
    /// Ends after the double.
    _runtime: Runtime,
}

impl EventStore {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let double = runtime.block_on(Double::start());
        Self {
            double,
            _runtime: runtime,
        }
    }

    /// Its address, for clients with the patience of an installation.
    pub fn url(&self) -> String {
        self.double.first().url(5_000)
    }

    /// How many streams of concerns there are.
    pub fn concerns(&self) -> usize {
        let streams = self.double.streams();
        let concerns = streams
            .keys()
            .filter(|name| name.starts_with("lanyard-concern-"));
        concerns.count()
    }
}

fn free_ports(count: usize) -> Vec<u16> {
    let held: Vec<_> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    held.iter()
        .map(|listener| listener.local_addr().unwrap().port())
        .collect()
}

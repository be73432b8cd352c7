//! One trust on the engines of a cluster: its keys, databases and streams, and its processes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lanyard::demo::issuer::{AUDIENCE, ISSUER, Issuer};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::disk::SmallDisk;
use super::servers::OwnServer;
use super::wires::{Role, Wires};
use crate::{Client, Server, key_of_now, program as this_release, settings_file};

/// The log's secret key, which only a test may have in a text.
const LOG_SEED: &str = "5a";
/// The log's origin.
pub const ORIGIN: &str = "log.cluster.example/trust";
/// Room for PostgreSQL's files and write-ahead log, and for one node's streams.
const SMALL_STORE_MEBIBYTES: u32 = 320;
const SMALL_NODE_MEBIBYTES: u32 = 96;
/// Where Debian's package puts the library that shifts a program's wall clock.
pub const FAKETIME: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// How large an installation is, and what can be broken in it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    /// Three nodes of NATS instead of one.
    pub has_three_nodes: bool,
    /// A proxy on every way to an engine.
    pub has_proxies: bool,
    /// PostgreSQL and the nodes have disks that can be filled; needs root.
    pub has_small_disks: bool,
    /// Each role has a wall clock that can be set; needs a program that is linked dynamically, and
    /// libfaketime.
    pub has_clocks: bool,
}

impl Shape {
    /// Three nodes, proxies.
    pub const WHOLE: Self = Self {
        has_three_nodes: true,
        has_proxies: true,
        has_small_disks: false,
        has_clocks: false,
    };
}

/// A trust whose record has begun, and no process yet.
pub struct Installation {
    /// The nodes of NATS.
    pub nats: Vec<OwnServer>,
    /// PostgreSQL.
    pub postgres: OwnServer,
    /// Each role's ways to the engines; none in a small installation.
    pub wires: BTreeMap<Role, Wires>,
    /// Disks that can be filled: PostgreSQL's, then the nodes'.
    pub disks: Vec<SmallDisk>,
    /// The program of processes that are started from now on, where it is not this release's.
    pub program: Option<PathBuf>,
    /// Given to every process besides its settings.
    pub environment: Vec<(String, String)>,
    folder: TempDir,
    issuer: Issuer,
    has_clocks: bool,
    /// One installation at a time: five processes and two servers are enough for two cores.
    _alone: MutexGuard<'static, ()>,
}

impl Installation {
    /// A small one: starts the engines, provisions the streams, begins the record.
    ///
    /// # Panics
    /// When anything of it fails, as everything here.
    #[must_use]
    pub fn begin() -> Self {
        Self::of(Shape::default())
    }

    /// One of a shape.
    #[must_use]
    pub fn of(shape: Shape) -> Self {
        let installation = Self::engines(shape);
        installation.run("worker-1", &["provision"]);
        installation.begin_record("worker-1");
        installation
    }

    /// The record begins.
    pub fn begin_record(&self, name: &str) {
        let founders = [
            "init",
            "--trust-lead",
            "https://demo.lanyard.example,miriam",
            "--second",
            "https://demo.lanyard.example,esther",
        ];
        self.run(name, &founders);
    }

    /// Engines, databases and keys; no streams and no record yet.
    #[must_use]
    pub fn engines(shape: Shape) -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = TempDir::new().unwrap();
        open_to_all(folder.path());
        let disks = if shape.has_small_disks {
            small_disks(folder.path())
        } else {
            Vec::new()
        };
        let postgres = OwnServer::postgres(folder.path());
        let nats = if shape.has_three_nodes {
            OwnServer::nats_nodes(folder.path())
        } else {
            vec![OwnServer::nats(folder.path())]
        };
        let wires = Role::ALL
            .into_iter()
            .filter(|_| shape.has_proxies)
            .map(|role| (role, Wires::new(&nats, &postgres)));
        let installation = Self {
            wires: wires.collect(),
            nats,
            postgres,
            disks,
            issuer: Issuer::open(folder.path()).unwrap(),
            has_clocks: shape.has_clocks,
            program: None,
            environment: Vec::new(),
            folder,
            _alone: alone,
        };
        for database in ["store", "vault"] {
            installation.make_database(database);
        }
        installation.write_keys();
        for role in Role::ALL {
            installation.set_clock(role, 0);
        }
        installation
    }

    /// Serves a role on a free port, with a data folder of that name.
    #[must_use]
    pub fn serve(&self, name: &str, role: &str) -> Server {
        self.serve_on(0, name, role)
    }

    /// The same, on a port.
    #[must_use]
    pub fn serve_on(&self, port: u16, name: &str, role: &str) -> Server {
        let mut command = self.command(name);
        let listen = format!("127.0.0.1:{port}");
        command.args(["serve", "--listen", &listen, "--role", role]);
        let server = Server::start(command).unwrap();
        let nobody = Client::new(&format!("http://{}", server.address), None, Arc::default());
        let _ready = super::until(200, || nobody.get("/readyz"));
        server
    }

    /// A process that is started and may well end by itself.
    #[must_use]
    pub fn command(&self, name: &str) -> Command {
        let program = self.program.clone();
        let mut command = Command::new(program.unwrap_or_else(|| this_release().unwrap()));
        command
            .arg("--config")
            .arg(self.path("lanyard.toml"))
            .env("LANYARD_DATA_DIR", self.path(name))
            .env("LANYARD_REQUESTS_PER_MINUTE", "0")
            .envs(self.environment.iter().cloned());
        let role = Role::of(name);
        if self.wires.contains_key(&role) {
            let file = |which: &str| self.path(&format!("{}.{which}.url", role.name()));
            command
                .env("LANYARD_NATS_URL", self.nats_url(role))
                .env("LANYARD_STORE_URL_FILE", file("store"))
                .env("LANYARD_VAULT_URL_FILE", file("vault"));
        }
        if self.has_clocks {
            assert!(
                Path::new(FAKETIME).exists(),
                "libfaketime is missing: run scripts/setup test"
            );
            command
                .env("LD_PRELOAD", FAKETIME)
                .env("FAKETIME_TIMESTAMP_FILE", self.path(&clock_of(role)))
                .env("FAKETIME_NO_CACHE", "1")
                .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        command
    }

    /// From now on a role's wall clock is so many seconds off.
    pub fn set_clock(&self, role: Role, seconds: i64) {
        // Renamed into place: the clock is read at any moment.
        let (new, file) = (self.path("clock.new"), self.path(&clock_of(role)));
        std::fs::write(&new, format!("{seconds:+}\n")).unwrap();
        std::fs::rename(new, file).unwrap();
    }

    /// The trust lead, at an api.
    #[must_use]
    pub fn miriam(&self, api: &Server) -> Client {
        self.miriam_at(&format!("http://{}", api.address))
    }

    /// The trust lead, at an address.
    #[must_use]
    pub fn miriam_at(&self, base: &str) -> Client {
        let token = self.issuer.person("miriam", now()).unwrap();
        Client::new(base, Some(token), Arc::default())
    }

    /// The same as the value of `Authorization`.
    #[must_use]
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.issuer.person("miriam", now()).unwrap())
    }

    /// The addresses of NATS, as a role has them.
    fn nats_url(&self, role: Role) -> String {
        let ports: Vec<_> = match self.wires.get(&role) {
            Some(wires) => wires.nats.iter().map(super::Proxy::port).collect(),
            None => self.nats.iter().map(|node| node.port(0)).collect(),
        };
        let urls: Vec<_> = ports
            .iter()
            .map(|port| format!("nats://127.0.0.1:{port}"))
            .collect();
        urls.join(",")
    }

    /// A file or folder of the installation.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Address of one of the two databases.
    #[must_use]
    pub fn database(&self, name: &str) -> String {
        format!(
            "postgres://postgres@127.0.0.1:{}/{name}",
            self.postgres.port(0)
        )
    }

    /// Runs a command of the program to its good end.
    pub fn run(&self, name: &str, arguments: &[&str]) {
        let output = self.command(name).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    }

    /// Makes a database.
    pub fn make_database(&self, name: &str) {
        self.sql(&format!("CREATE DATABASE {name}"));
    }

    /// Has PostgreSQL do something.
    pub fn sql(&self, statement: &str) {
        let output = Command::new("psql")
            .arg(self.database("postgres"))
            .args(["--quiet", "--no-psqlrc", "--command", statement])
            .output()
            .unwrap();
        assert!(output.status.success(), "{statement}: {}", said(&output));
    }

    /// Has PostgreSQL encrypt, with a certificate and its key.
    pub fn encrypt(&self, certificate: &Path, key: &Path) {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
        let data = self.postgres.dir().join("data");
        let owner = std::fs::metadata(&data).unwrap();
        for (from, to) in [(certificate, "server.crt"), (key, "server.key")] {
            let to = data.join(to);
            std::fs::copy(from, &to).unwrap();
            std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o600)).unwrap();
            chown(&to, Some(owner.uid()), Some(owner.gid())).unwrap();
        }
        self.sql("ALTER SYSTEM SET ssl = on");
        self.sql("SELECT pg_reload_conf()");
    }

    fn write_keys(&self) {
        let place = |name: &str| self.path(name).display().to_string();
        let write = |name: &str, text: String| std::fs::write(self.path(name), text).unwrap();
        write("jwks.json", self.issuer.jwks().unwrap().to_string());
        write("log.key", format!("{}\n", LOG_SEED.repeat(32)));
        for database in ["store", "vault"] {
            write(&format!("{database}.url"), self.database(database));
            for (role, wires) in &self.wires {
                let port = wires.postgres.port();
                let url = format!("postgres://postgres@127.0.0.1:{port}/{database}");
                write(&format!("{}.{database}.url", role.name()), url);
            }
        }
        lanyard_vault::RootKey::create(&self.path("root.key")).unwrap();
        let seed = [0x5a; 32];
        let signer = lanyard_evidence::note::Signer::new(ORIGIN, &seed).unwrap();
        write("log.vkey", signer.verifier_key().to_string());
        let monitors: Vec<_> = self
            .nats
            .iter()
            .map(|node| format!("http://127.0.0.1:{}", node.port(1)))
            .collect();
        let settings = [
            ("origin", ORIGIN.to_owned()),
            ("trust_name", "Ridgeway Learning Trust".to_owned()),
            ("checkpoint_lock", place("checkpoint.lock")),
            ("root_key_file", place("root.key")),
            ("log_key_file", place("log.key")),
            ("log_vkey_file", place("log.vkey")),
            ("store_url_file", place("store.url")),
            ("vault_url_file", place("vault.url")),
            ("nats_url", self.nats_url(Role::Worker)),
            ("nats_replicas", self.nats.len().to_string()),
            ("nats_monitor_urls", monitors.join(",")),
        ];
        let jwks = self.path("jwks.json");
        write(
            "lanyard.toml",
            settings_file(&settings, ISSUER, AUDIENCE, &jwks),
        );
    }
}

fn clock_of(role: Role) -> String {
    format!("{}.clock", role.name())
}

fn small_disks(folder: &Path) -> Vec<SmallDisk> {
    let node = |number| SmallDisk::at(&folder.join(format!("nats-{number}")), SMALL_NODE_MEBIBYTES);
    let store = SmallDisk::at(&folder.join("postgres"), SMALL_STORE_MEBIBYTES);
    std::iter::once(store)
        .chain((0..super::servers::NODES).map(node))
        .collect()
}

/// What a command said before it ended.
#[must_use]
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// An academy of the trust; its id.
#[must_use]
pub fn open_academy(miriam: &Client) -> String {
    let body = json!({
        "name": "Oakfield Academy", "local_authority": "919", "phase": "secondary",
        "day_ends": "15:30",
    });
    let headers = [("idempotency-key", key_of_now())];
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, key)| (*name, key.as_str()))
        .collect();
    let opened = miriam.send("POST", "/v1/academies", Some(&body), &headers);
    let id = opened.expect(201).field("id");
    // Others at the same server see it from here on too.
    let _shown = miriam.get(&format!("/v1/academies/{id}")).expect(200);
    id
}

/// What somebody at the academy reports.
#[must_use]
pub fn concern(academy: &str) -> Value {
    json!({
        "academy": academy,
        "about_adult": "no",
        "category": "bullying",
        "people": [{ "person": { "kind": "described", "description": "a boy of year 8" }, "role": "affected" }],
        "place": { "kind": "in_school" },
        "account": "Pushed in the corridor again.",
        "danger_now": false,
    })
}

fn now() -> lanyard_events::At {
    use lanyard_app::Clock as _;
    lanyard::clock::SystemClock.now()
}

/// PostgreSQL runs as a user of its own where tests run as root.
fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

//! One trust on the engines of a cluster: its keys, databases and streams, and its processes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lanyard::demo::issuer::{AUDIENCE, ISSUER, Issuer};
use lanyard_tests::{Client, Server, key_of_now, program};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::servers::{EventStore, OwnServer};

/// The log's secret key, which only a test may have in a text.
const LOG_SEED: &str = "5a";
const ORIGIN: &str = "log.cluster.example/trust";

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A trust whose record has begun, and no process yet.
pub struct Installation {
    pub nats: OwnServer,
    pub postgres: OwnServer,
    eventstore: Option<EventStore>,
    folder: TempDir,
    issuer: Issuer,
    /// One installation at a time: five processes and two servers are enough for two cores.
    _alone: MutexGuard<'static, ()>,
}

impl Installation {
    /// Starts the engines, provisions the streams, begins the record.
    pub fn begin() -> Self {
        let installation = Self::unbegun(None);
        installation.run("worker-1", &["provision"]);
        installation.begin_record("lanyard.toml", "worker-1");
        installation
    }

    /// As `begin`, with the store on EventStoreDB.
    pub fn begin_on_eventstore() -> Self {
        let installation = Self::unbegun(Some(EventStore::start()));
        installation.run("worker-1", &["provision"]);
        installation.begin_record("lanyard.toml", "worker-1");
        installation
    }

    /// As `begin_on_eventstore`, without NATS between the roles: `alone.toml` is its configuration.
    pub fn begin_alone_on_eventstore() -> Self {
        let installation = Self::unbegun(Some(EventStore::start()));
        installation.begin_record("alone.toml", "alone");
        installation
    }

    fn unbegun(eventstore: Option<EventStore>) -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = TempDir::new().unwrap();
        open_to_all(folder.path());
        let postgres = OwnServer::postgres(folder.path());
        let nats = OwnServer::nats(folder.path());
        let issuer = Issuer::open(folder.path()).unwrap();
        let installation = Self {
            _alone: alone,
            nats,
            postgres,
            eventstore,
            folder,
            issuer,
        };
        for database in ["store", "boxes", "vault"] {
            installation.make_database(database);
        }
        installation.write_keys();
        installation
    }

    /// The double, where the store is EventStoreDB.
    pub fn eventstore(&self) -> &EventStore {
        self.eventstore.as_ref().unwrap()
    }

    fn begin_record(&self, config: &str, name: &str) {
        let founders = [
            "init",
            "--trust-lead",
            "https://demo.lanyard.example,miriam",
            "--second",
            "https://demo.lanyard.example,esther",
        ];
        let output = self.command_by(config, name).args(founders).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }

    /// Serves a role, with a data folder of that name.
    pub fn serve(&self, name: &str, role: &str) -> Server {
        self.serve_by("lanyard.toml", name, role)
    }

    /// Serves a role under one of the two configurations.
    pub fn serve_by(&self, config: &str, name: &str, role: &str) -> Server {
        let mut command = self.command_by(config, name);
        command.args(["serve", "--listen", "127.0.0.1:0", "--role", role]);
        let server = Server::start(command).unwrap();
        let nobody = Client::new(&format!("http://{}", server.address), None, Arc::default());
        let _ready = crate::whole::until(200, || nobody.get("/readyz"));
        server
    }

    /// A process that is started and may well end by itself.
    pub fn command(&self, name: &str) -> Command {
        self.command_by("lanyard.toml", name)
    }

    fn command_by(&self, config: &str, name: &str) -> Command {
        let mut command = Command::new(program().unwrap());
        command
            .arg("--config")
            .arg(self.path(config))
            .env("LANYARD_DATA_DIR", self.path(name))
            .env("LANYARD_REQUESTS_PER_MINUTE", "0");
        command
    }

    /// The trust lead, at an api.
    pub fn miriam(&self, api: &Server) -> Client {
        let token = self.issuer.person("miriam", now()).unwrap();
        let base = format!("http://{}", api.address);
        Client::new(&base, Some(token), Arc::default())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Address of one of the databases.
    pub fn database(&self, name: &str) -> String {
        format!(
            "postgres://postgres@127.0.0.1:{}/{name}",
            self.postgres.port(0)
        )
    }

    fn run(&self, name: &str, arguments: &[&str]) {
        let output = self.command(name).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    }

    fn make_database(&self, name: &str) {
        let made = Command::new("psql")
            .arg(self.database("postgres"))
            .args(["--quiet", "--command", &format!("CREATE DATABASE {name}")])
            .status()
            .unwrap();
        assert!(made.success());
    }

    fn write_keys(&self) {
        let place = |name: &str| self.path(name).display().to_string();
        let write = |name: &str, text: String| std::fs::write(self.path(name), text).unwrap();
        write("jwks.json", self.issuer.jwks().unwrap().to_string());
        write("log.key", format!("{}\n", LOG_SEED.repeat(32)));
        for database in ["store", "boxes", "vault"] {
            write(&format!("{database}.url"), self.database(database));
        }
        if let Some(eventstore) = &self.eventstore {
            write("store.url", eventstore.url());
        }
        lanyard_vault::RootKey::create(&self.path("root.key")).unwrap();
        let seed = [0x5a; 32];
        let signer = lanyard_evidence::note::Signer::new(ORIGIN, &seed).unwrap();
        write("log.vkey", signer.verifier_key().to_string());
        let settings = [
            ("origin", ORIGIN.to_owned()),
            ("trust_name", "Ridgeway Learning Trust".to_owned()),
            ("checkpoint_lock", place("checkpoint.lock")),
            ("root_key_file", place("root.key")),
            ("log_key_file", place("log.key")),
            ("log_vkey_file", place("log.vkey")),
            ("store_url_file", place("store.url")),
            ("vault_url_file", place("vault.url")),
        ];
        let boxes = ("boxes_url_file", place("boxes.url"));
        let boxes = self.eventstore.is_some().then_some(boxes);
        let nats = [(0, "nats_url", "nats"), (1, "nats_monitor_urls", "http")];
        let nats = nats.map(|(port, name, scheme)| {
            let port = self.nats.port(port);
            (name, format!("{scheme}://127.0.0.1:{port}"))
        });
        let lines = |settings: &[(&str, String)]| -> String {
            let line = |(name, value): &(&str, String)| format!("{name} = \"{value}\"\n");
            settings.iter().map(line).collect()
        };
        let issuer = format!(
            "[[issuer]]\nissuer = \"{ISSUER}\"\naudience = \"{AUDIENCE}\"\nkind = \"people\"\n\
             jwks_file = \"{}\"\n",
            place("jwks.json")
        );
        let engines = lines(&settings) + &lines(boxes.as_slice());
        write("alone.toml", format!("{engines}{issuer}"));
        write("lanyard.toml", format!("{engines}{}{issuer}", lines(&nats)));
    }
}

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// An academy of the trust; its id.
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

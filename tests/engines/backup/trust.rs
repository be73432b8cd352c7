//! A trust on one machine: its keys and lock, its data folders, and the program over them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use lanyard::demo::issuer::{AUDIENCE, ISSUER, Issuer};
use lanyard_tests::{Client, Server, program, settings_file};
use serde_json::{Value, json};
use tempfile::TempDir;

pub const ORIGIN: &str = "log.backup.example/trust";
const LOG_SEED: &str = "5a";

/// How long a checkpoint or a view may take on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Trust {
    pub folder: TempDir,
    issuer: Issuer,
}

/// Where a trust's data are: a folder, and more settings.
#[derive(Clone, Default)]
pub struct Site {
    pub data: String,
    pub settings: Vec<(&'static str, String)>,
}

impl Site {
    pub fn new(data: &str) -> Self {
        Self {
            data: data.to_owned(),
            settings: Vec::new(),
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((name, value.into()));
        self
    }
}

impl Trust {
    /// Keys and settings; no record yet.
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let issuer = Issuer::open(folder.path()).unwrap();
        let trust = Self { folder, issuer };
        let place = |name: &str| trust.path(name).display().to_string();
        let write = |name: &str, text: String| std::fs::write(trust.path(name), text).unwrap();
        write("jwks.json", trust.issuer.jwks().unwrap().to_string());
        write("log.key", format!("{}\n", LOG_SEED.repeat(32)));
        lanyard_vault::RootKey::create(&trust.path("root.key")).unwrap();
        let signer = lanyard_evidence::note::Signer::new(ORIGIN, &[0x5a; 32]).unwrap();
        write("log.vkey", signer.verifier_key().to_string());
        let settings = [
            ("trust_name", "Ridgeway Learning Trust".to_owned()),
            ("checkpoint_lock", place("checkpoint.lock")),
            ("log_key_file", place("log.key")),
        ];
        let jwks = trust.path("jwks.json");
        write(
            "lanyard.toml",
            settings_file(&settings, ISSUER, AUDIENCE, &jwks),
        );
        trust
    }

    /// Begins the record.
    pub fn init(&self, site: &Site) -> String {
        let founders = [
            "init",
            "--trust-lead",
            "https://demo.lanyard.example,miriam",
            "--second",
            "https://demo.lanyard.example,esther",
        ];
        self.run(site, &founders).done()
    }

    pub fn command(&self, site: &Site) -> Command {
        let mut command = Command::new(program().unwrap());
        command
            .arg("--config")
            .arg(self.path("lanyard.toml"))
            .env("LANYARD_DATA_DIR", self.path(&site.data))
            .env("LANYARD_ORIGIN", ORIGIN)
            .env("LANYARD_ROOT_KEY_FILE", self.path("root.key"))
            .env("LANYARD_REQUESTS_PER_MINUTE", "0");
        for (name, value) in &site.settings {
            command.env(name, value);
        }
        command
    }

    pub fn run(&self, site: &Site, arguments: &[&str]) -> Said {
        let output = self.command(site).args(arguments).output().unwrap();
        let words = [output.stdout, output.stderr].concat();
        Said {
            succeeded: output.status.success(),
            words: String::from_utf8_lossy(&words).into_owned(),
        }
    }

    /// Runs a command whose option is a folder or file of this trust.
    pub fn run_on(&self, site: &Site, command: &str, option: &str, name: &str) -> Said {
        let path = self.path(name).display().to_string();
        self.run(site, &[command, option, &path])
    }

    pub fn serve(&self, site: &Site) -> Server {
        let mut command = self.command(site);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        let server = Server::start(command).unwrap();
        let nobody = Client::new(&format!("http://{}", server.address), None, Arc::default());
        let _ready = until(|| nobody.get("/readyz"));
        server
    }

    pub fn miriam(&self, server: &Server) -> Client {
        use lanyard_app::Clock as _;
        let now = lanyard::clock::SystemClock.now();
        let token = self.issuer.person("miriam", now).unwrap();
        let base = format!("http://{}", server.address);
        Client::new(&base, Some(token), Arc::default())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn lock(&self) -> String {
        std::fs::read_to_string(self.path("checkpoint.lock")).unwrap()
    }
}

/// What the program said.
pub struct Said {
    pub succeeded: bool,
    pub words: String,
}

impl Said {
    #[track_caller]
    pub fn done(self) -> String {
        assert!(self.succeeded, "{}", self.words);
        self.words
    }

    #[track_caller]
    pub fn refused(self, why: &str) {
        assert!(!self.succeeded, "{}", self.words);
        assert!(self.words.contains(why), "{}", self.words);
        assert!(!self.words.contains("panicked"), "{}", self.words);
    }
}

/// Asks again until the answer is 200.
pub fn until(ask: impl Fn() -> lanyard_tests::Answer) -> lanyard_tests::Answer {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answer = ask();
        if answer.status == 200 || Instant::now() > deadline {
            return answer.expect(200);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

pub fn academy() -> Value {
    json!({
        "name": "Oakfield Academy", "local_authority": "919", "phase": "secondary",
        "day_ends": "15:30",
    })
}

pub fn concern(academy: &str, account: &str) -> Value {
    json!({
        "academy": academy,
        "about_adult": "no",
        "category": "bullying",
        "people": [{ "person": { "kind": "described", "description": "a boy of year 8" }, "role": "affected" }],
        "place": { "kind": "in_school" },
        "account": account,
        "danger_now": false,
    })
}

/// A database of its own, as the content of a settings file.
pub fn new_database(trust: &Trust, name: &str) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let server = server("LANYARD_TEST_POSTGRES");
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let database = format!("backup_{}_{number}", std::process::id());
    let made = Command::new("psql")
        .arg(format!("{server}/postgres"))
        .args([
            "--quiet",
            "--command",
            &format!("CREATE DATABASE {database}"),
        ])
        .status()
        .unwrap();
    assert!(made.success());
    let file = trust.path(name);
    std::fs::write(&file, format!("{server}/{database}\n")).unwrap();
    file.display().to_string()
}

/// A bucket of its own, and the file with the keys to it.
pub fn new_bucket() -> (String, String) {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let folder = server("LANYARD_TEST_S3");
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let bucket = format!("backup-{}-{number}", std::process::id());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/servers/s3");
    let made = Command::new(script)
        .args(["bucket", &folder, &bucket])
        .status()
        .unwrap();
    assert!(made.success());
    (
        format!("s3://{bucket}/evidence"),
        format!("{folder}/credentials"),
    )
}

fn server(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run the tests by `scripts/with-servers cargo test …`")
    })
}

//! What cannot be used is refused at start, with what to do: asked of the built program, against
//! real servers that are set up wrongly.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use lanyard_tests::cluster::{Installation, OwnServer, Role, Shape, free_ports};
use tempfile::TempDir;

/// A start that is refused is refused soon: whoever set it up is watching.
const WITHIN: Duration = Duration::from_secs(20);

/// Runs until the program ends by itself; its last words hold all of these.
#[track_caller]
fn refused(mut command: Command, words: &[&str]) {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + WITHIN;
    while child.try_wait().unwrap().is_none() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    let has_ended = child.try_wait().unwrap().is_some();
    let _killed = child.kill();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(has_ended, "it goes on: {said}");
    assert!(!output.status.success(), "{said}");
    assert_eq!(
        words
            .iter()
            .filter(|word| !said.contains(**word))
            .collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "{said}"
    );
    assert!(!said.contains("hunter2"), "a password is shown: {said}");
}

/// `lanyard serve` in a role, with one setting changed.
fn serve(installation: &Installation, role: Role, setting: &str, value: &str) -> Command {
    let mut command = installation.command(&format!("{}-1", role.name()));
    command.args(["serve", "--listen", "127.0.0.1:0", "--role", role.name()]);
    command.env(setting, value);
    command
}

/// The same, where the setting names a file.
fn serve_with_file(installation: &Installation, role: Role, setting: &str, text: &str) -> Command {
    let mut name = String::new();
    write!(name, "{}.{setting}", role.name()).unwrap();
    let file = installation.path(&name);
    std::fs::write(&file, text).unwrap();
    serve(installation, role, setting, file.to_str().unwrap())
}

#[test]
fn addresses_and_credentials_that_are_wrong_are_refused() {
    let installation = Installation::begin();
    let [nobody] = free_ports(1)[..] else {
        panic!("a port")
    };
    let locked = "CREATE ROLE locked LOGIN PASSWORD 'right'";
    installation.sql(locked);
    let hba = installation.postgres.dir().join("data/pg_hba.conf");
    let others = std::fs::read_to_string(&hba).unwrap();
    let first = "host all locked 127.0.0.1/32 scram-sha-256\n";
    std::fs::write(&hba, format!("{first}{others}")).unwrap();
    installation.sql("SELECT pg_reload_conf()");
    let port = installation.postgres.port(0);
    let not_let_in = "check user, password and database";
    for role in Role::ALL {
        for (url, words) in [
            (
                format!("mysql://root:hunter2@127.0.0.1:{port}/store"),
                "postgres://",
            ),
            (
                format!("postgres://locked:hunter2@127.0.0.1:{port}/store"),
                not_let_in,
            ),
            (
                format!("postgres://postgres:hunter2@127.0.0.1:{port}/nowhere"),
                not_let_in,
            ),
        ] {
            let setting = "LANYARD_STORE_URL_FILE";
            refused(
                serve_with_file(&installation, role, setting, &url),
                &[words],
            );
            if !url.starts_with("mysql") {
                let setting = "LANYARD_VAULT_URL_FILE";
                refused(
                    serve_with_file(&installation, role, setting, &url),
                    &[words],
                );
            }
        }
        let url = format!("postgres://postgres@127.0.0.1:{nobody}/store");
        let away = serve_with_file(&installation, role, "LANYARD_STORE_URL_FILE", &url);
        refused(away, &["the server cannot be reached"]);
        let url = format!("nats://127.0.0.1:{nobody}");
        let away = serve(&installation, role, "LANYARD_NATS_URL", &url);
        refused(away, &["NATS cannot be reached; is it running"]);
    }
    let strict = TempDir::new().unwrap();
    let strict = OwnServer::nats_with(strict.path(), "authorization { user: a, password: b }");
    for user in ["", "a:hunter2@"] {
        let url = format!("nats://{user}127.0.0.1:{}", strict.port(0));
        let stranger = serve(&installation, Role::Recorder, "LANYARD_NATS_URL", &url);
        refused(stranger, &["NATS refuses the credentials"]);
    }
}

#[test]
fn servers_that_are_too_old_or_set_up_otherwise_are_refused() {
    let installation = Installation::begin();
    let nats = |url: &str| serve(&installation, Role::Recorder, "LANYARD_NATS_URL", url);
    refused(
        nats(&old_server()),
        &["version 2.9.10", "2.10 or later is needed"],
    );

    let folder = TempDir::new().unwrap();
    let plain = OwnServer::nats_with(folder.path(), "jetstream: disabled");
    let url = format!("nats://127.0.0.1:{}", plain.port(0));
    refused(nats(&url), &["JetStream is off", "turn it on"]);

    let folder = TempDir::new().unwrap();
    let empty = OwnServer::nats(folder.path());
    let url = format!("nats://127.0.0.1:{}", empty.port(0));
    let missing = [
        "the stream LANYARD_INTAKE or its consumer is missing",
        "lanyard provision",
    ];
    refused(nats(&url), &missing);
}

/// Greets as a server of 2022 does, and answers a client's first ping.
fn old_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let info = r#"{"server_id":"OLD","version":"2.9.10","proto":1,"headers":true,"jetstream":true,"max_payload":1048576}"#;
            let _ended = write!(stream, "INFO {info}\r\nPONG\r\n");
            std::thread::sleep(Duration::from_secs(2));
        }
    });
    format!("nats://{address}")
}

#[test]
fn what_belongs_to_another_trust_is_refused() {
    let installation = Installation::begin();
    // Its streams: neither declared anew nor used.
    let other = "log.cluster.example/other";
    let mut provision = installation.command("worker-1");
    provision.arg("provision").env("LANYARD_ORIGIN", other);
    let words = ["LANYARD_INTAKE", "of another trust", "it was left as it is"];
    refused(provision, &words);
    let recorder = serve(&installation, Role::Recorder, "LANYARD_ORIGIN", other);
    refused(
        recorder,
        &["LANYARD_INTAKE is of another trust", "another NATS account"],
    );

    // Its store: the keys of what is recorded there are not in this vault.
    installation.make_database("other_vault");
    let url = installation.database("other_vault");
    for role in Role::ALL {
        let stranger = serve_with_file(&installation, role, "LANYARD_VAULT_URL_FILE", &url);
        refused(stranger, &["the vault does not belong to the store"]);
    }

    // Its log: a store with events, and a lock that does not know their log.
    let lock = installation.path("other.lock");
    let mut worker = serve(&installation, Role::Worker, "LANYARD_ORIGIN", other);
    worker.env("LANYARD_CHECKPOINT_LOCK", lock);
    refused(worker, &["the checkpoint lock", "does not know the log"]);

    // Its root key.
    let root = installation.path("other.key");
    lanyard_vault::RootKey::create(&root).unwrap();
    let setting = "LANYARD_ROOT_KEY_FILE";
    let recorder = serve(
        &installation,
        Role::Recorder,
        setting,
        root.to_str().unwrap(),
    );
    refused(recorder, &["this root key is not the one"]);
}

#[test]
fn a_certificate_that_has_expired_is_refused() {
    let installation = Installation::engines(Shape::default());
    let folder = TempDir::new().unwrap();
    let authority = Authority::new(folder.path());
    let expired = "look at the certificates' names, dates and authority";
    // The same with a certificate that has not: TLS stands, and the streams are what is missing.
    let still_good = "is missing; run `lanyard provision`";
    for (days_ago, words) in [(0, still_good), (30, expired)] {
        let (certificate, key) = authority.certificate(days_ago);
        let server = TempDir::new().unwrap();
        let tls = format!(
            "tls {{ cert_file: \"{}\", key_file: \"{}\" }}",
            certificate.display(),
            key.display()
        );
        let nats = OwnServer::nats_with(server.path(), &tls);
        let url = format!("tls://localhost:{}", nats.port(0));
        let mut recorder = serve(&installation, Role::Recorder, "LANYARD_NATS_URL", &url);
        recorder.env("SSL_CERT_FILE", authority.file("ca.pem"));
        refused(recorder, &[words]);
    }
    let (certificate, key) = authority.certificate(30);
    installation.encrypt(&certificate, &key);
    let url = format!(
        "postgres://postgres@localhost:{}/store?sslmode=require&sslrootcert={}",
        installation.postgres.port(0),
        authority.file("ca.pem").display()
    );
    let setting = "LANYARD_STORE_URL_FILE";
    let recorder = serve_with_file(&installation, Role::Recorder, setting, &url);
    refused(recorder, &["no connection can be agreed", "certificate"]);
}

/// A certificate authority of the test's own.
struct Authority(PathBuf);

impl Authority {
    fn new(folder: &Path) -> Self {
        let authority = Self(folder.to_owned());
        let names = "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
        std::fs::write(authority.file("names"), names).unwrap();
        let made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key \
                    -out ca.pem -days 30 -subj /CN=authority";
        authority.openssl(made, 0);
        authority
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// For this machine, good for one day from so many days ago.
    fn certificate(&self, days_ago: u32) -> (PathBuf, PathBuf) {
        let asked = "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key \
                     -out leaf.csr -subj /CN=localhost";
        self.openssl(asked, days_ago);
        let signed = "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial \
                      -out leaf.pem -days 1 -extfile names";
        self.openssl(signed, days_ago);
        (self.file("leaf.pem"), self.file("leaf.key"))
    }

    /// As if it were run so many days ago: this release of openssl dates from now on only.
    fn openssl(&self, arguments: &str, days_ago: u32) {
        let output = Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .env("LD_PRELOAD", lanyard_tests::cluster::FAKETIME)
            .env("FAKETIME", format!("-{days_ago}d"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
}

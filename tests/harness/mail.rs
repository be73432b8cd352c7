//! A real mail server, and what it was given.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lanyard::config::SmtpSettings;
use lanyard_worker::MailTls;
use tempfile::TempDir;

use crate::cluster::free_ports;

/// Whom the emails are from.
pub const FROM: &str = "lanyard@trust.example";
/// Where they send their readers.
pub const INBOX: &str = "https://lanyard.trust.example/";

/// A mail server: the one of this run, or one of a test's own that it may stop.
pub struct MailServer {
    dir: PathBuf,
    port: u16,
    is_locked: bool,
    own: Option<TempDir>,
}

/// A mail that it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// From whom, by the envelope.
    pub from: String,
    /// To whom, by the envelope.
    pub to: String,
    /// Headers in their order.
    pub headers: Vec<(String, String)>,
    /// All that follows.
    pub body: String,
}

impl Mail {
    /// A header.
    ///
    /// # Panics
    /// When it has none of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(it, _)| it == name);
        &found.unwrap_or_else(|| panic!("a header {name}")).1
    }
}

impl MailServer {
    /// The server that `scripts/with-servers` started: each test has addresses of its own there.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn shared() -> Self {
        let dir = std::env::var("LANYARD_TEST_SMTP").unwrap_or_else(|_| {
            panic!(
                "LANYARD_TEST_SMTP is not set: run the tests by `scripts/with-servers cargo test …`"
            )
        });
        let dir = PathBuf::from(dir);
        let port = std::fs::read_to_string(dir.join("port")).expect("the server's port");
        Self {
            port: port.trim().parse().expect("a port"),
            dir,
            is_locked: false,
            own: None,
        }
    }

    /// One of a test's own; `locked` takes mail only after STARTTLS and with a password.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn own(is_locked: bool) -> Self {
        let folder = TempDir::new().expect("a folder for the server");
        let server = Self {
            dir: folder.path().to_owned(),
            port: free_ports(1)[0],
            is_locked,
            own: Some(folder),
        };
        server.start();
        server
    }

    /// Starts it again.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(&self) {
        self.run("start");
    }

    /// Stops it.
    ///
    /// # Panics
    /// When it cannot be stopped.
    pub fn stop(&self) {
        self.run("stop");
    }

    fn run(&self, verb: &str) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/servers/smtp");
        let mut command = Command::new(script);
        command.arg(verb).arg(&self.dir).arg(self.port.to_string());
        command.env("LOCKED", if self.is_locked { "yes" } else { "" });
        let done = command.stdin(Stdio::null()).status();
        assert!(done.expect("the script runs").success(), "{verb} failed");
    }

    /// Whether addresses that begin with `later` are put off.
    ///
    /// # Panics
    /// When that cannot be said.
    pub fn put_off(&self, puts_off: bool) {
        self.say("later", puts_off);
    }

    /// Whether it says that it has a mail: it keeps what comes all the same.
    ///
    /// # Panics
    /// When that cannot be said.
    pub fn hold(&self, holds: bool) {
        self.say("hold", holds);
    }

    /// Whether it has said so since, of a mail of which it had not.
    #[must_use]
    pub fn has_answered(&self) -> bool {
        self.dir.join("answered").exists()
    }

    fn say(&self, what: &str, is_so: bool) {
        let file = self.dir.join(what);
        if is_so {
            std::fs::write(file, "").expect("it is said");
        } else {
            std::fs::remove_file(file).expect("it was said");
        }
    }

    /// How it is reached.
    #[must_use]
    pub fn settings(&self) -> SmtpSettings {
        SmtpSettings {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            tls: MailTls::Never,
            login: None,
            from: FROM.to_owned(),
            inbox_url: INBOX.to_owned(),
        }
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// A file of it: `authority.pem`, `password`.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// What it took for an address, the oldest first.
    ///
    /// # Panics
    /// When that cannot be read.
    #[must_use]
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        let mut files: Vec<_> = std::fs::read_dir(self.dir.join("mail"))
            .expect("the mails")
            .map(|file| file.expect("a mail").path())
            .filter(|path| path.extension().is_some_and(|end| end == "eml"))
            .collect();
        files.sort();
        let read = |path: PathBuf| parse(&std::fs::read_to_string(path).expect("a mail"));
        let mails = files.into_iter().map(read);
        mails.filter(|mail| mail.to == address).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        if self.own.is_some() {
            self.stop();
        }
    }
}

fn parse(text: &str) -> Mail {
    let text = text.replace("\r\n", "\n");
    let (from, rest) = text.split_once('\n').expect("the sender");
    let (to, rest) = rest.split_once('\n').expect("the receiver");
    let (headers, body) = rest.split_once("\n\n").expect("headers and body");
    let headers = headers.lines().map(|line| {
        let (name, value) = line.split_once(": ").expect("a header on one line");
        (name.to_owned(), value.to_owned())
    });
    Mail {
        from: from.to_owned(),
        to: to.to_owned(),
        headers: headers.collect(),
        body: body.to_owned(),
    }
}

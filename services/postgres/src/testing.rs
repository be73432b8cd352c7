//! Databases and servers for tests: each test has one of its own.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::address::Address;
use crate::link::Link;

/// Names the server that tests share.
const SERVER: &str = "LANYARD_TEST_POSTGRES";

/// Where the shared server is.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn server_url() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} is not set: run the tests by `scripts/with-servers cargo test …`")
    })
}

/// Makes an empty database on the shared server and gives its URL.
pub async fn new_database() -> String {
    new_database_on(&server_url()).await
}

/// Makes an empty database on a server and gives its URL.
pub async fn new_database_on(server: &str) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    let link = link(&format!("{server}/postgres")).await;
    let make = format!("CREATE DATABASE {name}");
    link.batch_execute(&make).await.unwrap();
    format!("{server}/{name}")
}

/// A connection for a test's own statements.
pub async fn link(url: &str) -> Link {
    let address = Address::parse(url).unwrap();
    Link::connect(&address, None).await.unwrap()
}

/// A server that a test may stop and start; gone with the value.
#[derive(Debug)]
pub struct OwnServer {
    folder: PathBuf,
    port: u16,
}

impl OwnServer {
    /// Starts a server in a folder, which is to be empty.
    #[must_use]
    pub fn start_in(folder: &Path) -> Self {
        let server = Self {
            folder: folder.to_owned(),
            port: free_port(),
        };
        server.start();
        server
    }

    /// Its URL, without a database.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    /// Starts it again.
    pub fn start(&self) {
        assert!(self.script("start", &self.port.to_string()));
    }

    /// Kills it in the middle of its work.
    pub fn crash(&self) {
        assert!(self.script("stop", "immediate"));
    }

    fn script(&self, verb: &str, last: &str) -> bool {
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../scripts/servers/postgres"
        );
        let mut command = Command::new(script);
        command.arg(verb).arg(&self.folder).arg(last);
        command.status().unwrap().success()
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // One that a test has stopped already is not there to be stopped.
        self.script("stop", "immediate");
    }
}

fn free_port() -> u16 {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    held.local_addr().unwrap().port()
}

//! The built program is killed in the middle of taking in the file of a school before. Sent again as it was, the
//! file is there once, whole, with its one entry in the register of files; what was recorded before the kill is
//! finished by the worker, without anybody's sending it again.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use lanyard::clock::SystemClock;
use lanyard::demo::School;
use lanyard_app::Clock;
use lanyard_events::At;
use lanyard_tests::{Prepared, Reply, Server, Wire, key_of_now, request};
use serde_json::{Value, json};

use crate::rounds::chain;

/// Kills, spread evenly over the time that taking a file takes.
const KILLS: u32 = 12;
/// So much is in a file that it takes a while: a fifth of what may be sent.
const FILE_BYTES: usize = 3 << 20;
const HOUR_MILLIS: i64 = 3_600_000;
/// What follows from an event is there long before.
const PATIENCE: Duration = Duration::from_secs(60);

const ENTRIES: &str = "/v1/registers/file_transfers/entries?limit=200";

/// One file, and how it is sent.
struct Import {
    /// By which it is known again.
    mark: String,
    path: String,
    request: Vec<u8>,
}

struct Trust {
    prepared: Prepared,
    bearer: String,
    taken: u32,
}

impl Trust {
    /// A file about a pupil of Oakfield that no other is like.
    fn next_import(&self) -> Import {
        let pupils = &self.prepared.ridgeway.pupils[&School::Oakfield];
        let pupil = pupils[self.taken as usize % pupils.len()];
        let path = format!("/v1/pupils/{pupil}/received-files");
        let (key, mark) = (key_of_now(), format!("mark {}.", self.taken));
        let now = Clock::now(&SystemClock).millis();
        let before = |hours: i64| At::from_millis(now - hours * HOUR_MILLIS).to_string();
        let file = file(&mark, &before(2));
        let body = json!({
            "school": "Fernhill School", "handed_over_by": "Their safeguarding lead",
            "received_at": before(1), "file": file,
        });
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("idempotency-key", key.as_str()),
        ];
        let request = request("POST", &path, &headers, body.to_string().as_bytes());
        Import {
            mark,
            path,
            request,
        }
    }

    async fn get(&self, address: SocketAddr, path: &str) -> anyhow::Result<Value> {
        let headers = [("authorization", self.bearer.as_str())];
        let mut wire = Wire::open(address).await?;
        let reply = wire.ask(&request("GET", path, &headers, b"")).await?;
        ensure!(reply.status == 200, "{path} was answered {}", reply.status);
        Ok(serde_json::from_slice(&reply.body)?)
    }

    /// The entry of each file with the import's mark in it.
    async fn entries_of(&self, address: SocketAddr, import: &Import) -> anyhow::Result<Vec<Value>> {
        let shown = self.get(address, &import.path).await?;
        let files = shown["files"].as_array().context("no files")?;
        let is_it = |file: &&Value| file["file"].to_string().contains(&import.mark);
        let found = { files.iter() }.filter(is_it);
        Ok(found.map(|file| file["entry"].clone()).collect())
    }

    /// How many entries the register has of each of these, once it has one.
    async fn registered(&self, address: SocketAddr, entry: &Value) -> anyhow::Result<usize> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let shown = self.get(address, ENTRIES).await?;
            let rows = shown["items"].as_array().context("no entries")?;
            let found = { rows.iter() }.filter(|row| row["id"] == *entry).count();
            if found > 0 {
                return Ok(found);
            }
            ensure!(Instant::now() < deadline, "a file is in no register");
        }
    }

    /// Kills the server so long after an import was sent to it; whether it had answered.
    async fn cut_off(
        &self,
        server: Server,
        import: &Import,
        after: Duration,
    ) -> anyhow::Result<bool> {
        let (address, request) = (server.address, import.request.clone());
        let sending = tokio::spawn(async move { send(address, &request).await.ok() });
        tokio::time::sleep(after).await;
        server.kill()?;
        Ok(sending.await?.is_some())
    }

    /// Sends it again as it was; afterwards it is there once.
    async fn repeat(&mut self, address: SocketAddr, import: &Import) -> anyhow::Result<()> {
        let reply = send(address, &import.request).await?;
        ensure!(
            matches!(reply.status, 200 | 201),
            "a repeat was answered {}",
            reply.status
        );
        self.taken += 1;
        let entries = self.entries_of(address, import).await?;
        ensure!(entries.len() == 1, "{} files of one", entries.len());
        ensure!(self.registered(address, &entries[0]).await? == 1);
        let all = self.get(address, ENTRIES).await?;
        let all = all["items"].as_array().map(Vec::len);
        ensure!(
            all == Some(self.taken as usize),
            "{all:?} entries of {} files",
            self.taken
        );
        Ok(())
    }
}

async fn send(address: SocketAddr, request: &[u8]) -> std::io::Result<Reply> {
    Wire::open(address).await?.ask(request).await
}

/// As another Lanyard makes it.
fn file(mark: &str, made_at: &str) -> Value {
    json!({
        "format": "lanyard/pupil-file/v1",
        "pupil": {
            "id": "018f4e9a-0000-7000-8000-0000000000b1", "revision": 0, "academy": null,
            "surname": "Quickthorn", "forename": "Peregrine", "preferred_forename": null,
            "date_of_birth": null, "year_group": 8, "upn": null, "mis_id": null, "left_on": null,
        },
        "made_at": made_at,
        "up_to_position": 12,
        "matters": [{
            "matter": "concern-018f4e9a-0000-7000-8000-0000000000c1", "academy": null,
            "reference": "K7QM2XWD", "category": "cyber_bullying",
            "begun_at": "2025-09-21T10:00:00Z", "state": "monitored", "parts": ["affected"],
            "timeline": [{
                "position": 3, "matter": "concern-018f4e9a-0000-7000-8000-0000000000c1",
                "revision": 0, "kind": "concern.raised",
                "actor": "staff:018f4e9a-0000-7000-8000-0000000000d1", "actor_name": null,
                "occurred_at": "2025-09-21T10:00:00Z", "proposed_at": "2025-09-21T10:00:00Z",
                "recorded_minute": 1, "corrected_by": null,
                "detail": {"account": format!("{mark}{}", "Threats. ".repeat(FILE_BYTES / 9))},
            }],
        }],
        "left_out": [],
        "look_through": "Look through it.",
    })
}

async fn kill_and_repeat(trust: &mut Trust) -> anyhow::Result<()> {
    let data_dir = trust.prepared.data_dir.clone();
    let mut server = Server::demo(&data_dir)?;
    let whole = trust.next_import();
    let begun = Instant::now();
    let taken = send(server.address, &whole.request).await?;
    let takes = begun.elapsed();
    ensure!(taken.status == 201, "a file was answered {}", taken.status);
    trust.repeat(server.address, &whole).await?;
    let mut unanswered = 0;
    for kill in 1..=KILLS {
        let import = trust.next_import();
        let answered = trust.cut_off(server, &import, takes * kill / KILLS).await?;
        unanswered += u32::from(!answered);
        server = Server::demo(&data_dir)?;
        // Nobody has to send it again where it was recorded: the worker finishes what follows.
        let before = trust.entries_of(server.address, &import).await?;
        ensure!(!answered || before.len() == 1, "an answered file is lost");
        if let Some(entry) = before.first() {
            ensure!(trust.registered(server.address, entry).await? == 1);
        }
        trust.repeat(server.address, &import).await?;
    }
    ensure!(unanswered > 0, "no kill came before the answer");
    server.stop()?;
    chain::verify(&data_dir)
}

#[test]
fn a_file_whose_taking_was_cut_off_is_there_once_when_it_is_sent_again() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    runtime.block_on(async {
        let prepared = Prepared::make(&folder.path().join("data")).await.unwrap();
        let mut trust = Trust {
            bearer: prepared.bearer("ruth").unwrap(),
            prepared,
            taken: 0,
        };
        kill_and_repeat(&mut trust).await.unwrap();
    });
}

//! A served trust to measure against, and the requests that are sent to it.

use std::time::Duration;

use anyhow::Context as _;
use lanyard::demo::School;
use lanyard_tests::{Prepared, Reply, Server, Wire, key_of_now, request};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::load::good;
use crate::run::Run;

/// How long a server may take until it is ready, over a long history.
const READY: Duration = Duration::from_secs(300);

/// A small trust, served by the built program.
pub struct Served {
    /// The trust.
    pub trust: Prepared,
    /// The server.
    pub server: Server,
    /// Goes with it.
    pub folder: TempDir,
}

impl Served {
    /// Founds and serves it.
    pub fn start(run: &Run) -> anyhow::Result<Self> {
        let folder = run.folder()?;
        let trust = run
            .runtime
            .block_on(Prepared::make(&folder.path().join("data")))?;
        let server = Server::demo(&trust.data_dir)?;
        run.runtime.block_on(ready(&server))?;
        Ok(Self {
            trust,
            server,
            folder,
        })
    }
}

/// Waits until the server can answer.
pub async fn ready(server: &Server) -> anyhow::Result<()> {
    let asked = request("GET", "/readyz", &[], &[]);
    let waiting = async {
        let mut wire = Wire::open(server.address).await?;
        while wire.ask(&asked).await?.status != 200 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(READY, waiting)
        .await
        .context("the server does not become ready")?
}

/// A change as somebody.
pub fn post(bearer: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Vec<u8> {
    let key = key_of_now();
    let mut all = vec![("authorization", bearer), ("idempotency-key", &key)];
    all.extend_from_slice(headers);
    request("POST", path, &all, body.to_string().as_bytes())
}

/// A concern about a pupil of Oakfield.
pub fn concern(trust: &Prepared, pupil: usize) -> Value {
    let pupils = &trust.ridgeway.pupils[&School::Oakfield];
    json!({
        "academy": trust.ridgeway.academies[&School::Oakfield],
        "about_adult": "no",
        "category": "cyber_bullying",
        "people": [{
            "person": { "kind": "pupil", "id": pupils[pupil % pupils.len()] },
            "role": "affected",
        }],
        "place": { "kind": "online", "platform": "a group chat" },
        "account": "She showed me threatening messages from a group chat after registration and \
                    asked me not to tell anybody. I told her that I would have to pass it on.",
        "action_taken": "Told her not to reply and not to delete anything.",
        "danger_now": false,
    })
}

/// Asks and expects a success.
pub async fn ask(wire: &mut Wire, request: &[u8]) -> anyhow::Result<Reply> {
    let reply = wire.ask(request).await?;
    good(&reply)?;
    Ok(reply)
}

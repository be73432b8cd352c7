//! Nothing personal leaves a cluster by the ways that many can read: logs, traces, metrics, NATS,
//! names of files, errors. `tests/api/personal_data` asks the same of every field in one process.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::StreamExt;
use lanyard_tests::cluster::{Installation, concern, open_academy};
use lanyard_tests::{Client, key_of_now};
use serde_json::{Value, json};

use crate::collector::Collector;

/// In every text that is sent.
const CANARY: &str = "Quetzalcoatlus";
const UPN: &str = "H801200001077";

/// What could be read, by whom it would be.
struct Readable(Vec<(String, String)>);

impl Readable {
    fn add(&mut self, what: impl Into<String>, text: impl Into<String>) {
        self.0.push((what.into(), text.into()));
    }

    /// Where a canary is.
    fn found(&self) -> Vec<&str> {
        let found = self.0.iter().filter(|(_, text)| {
            let text = text.to_lowercase();
            [CANARY, UPN]
                .iter()
                .any(|canary| text.contains(&canary.to_lowercase()))
        });
        found.map(|(what, _)| what.as_str()).collect()
    }
}

/// Everything that goes over NATS from now on: subjects, headers and messages.
struct Heard {
    client: async_nats::Client,
    messages: Arc<Mutex<Vec<String>>>,
    runtime: tokio::runtime::Runtime,
}

impl Heard {
    fn start(installation: &Installation) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let address = format!("nats://127.0.0.1:{}", installation.nats[0].port(0));
        let messages = Arc::new(Mutex::new(Vec::new()));
        let client = runtime.block_on(async {
            let client = async_nats::connect(address).await.unwrap();
            let mut all = client.subscribe(">").await.unwrap();
            client.flush().await.unwrap();
            let messages = Arc::clone(&messages);
            tokio::spawn(async move {
                while let Some(message) = all.next().await {
                    let payload = String::from_utf8_lossy(&message.payload).into_owned();
                    let text = format!("{} {:?} {payload}", message.subject, message.headers);
                    let mut kept = messages.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.push(text);
                }
            });
            client
        });
        Self {
            client,
            messages,
            runtime,
        }
    }

    fn say(&self, subject: String) {
        self.runtime.block_on(async {
            self.client
                .publish(subject, "planted".into())
                .await
                .unwrap();
            self.client.flush().await.unwrap();
        });
    }

    fn messages(&self) -> Vec<String> {
        self.messages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Requests with canaries in them, good and bad; what was answered to the bad ones.
fn send(miriam: &Client, academy: &str, readable: &mut Readable) {
    let mut good = concern(academy);
    good["account"] = json!(format!("{CANARY} was pushed."));
    good["people"][0]["person"]["description"] = json!(CANARY);
    good["place"]["description"] = json!(CANARY);
    let _raised = miriam.post("/v1/concerns", &good).expect(201);
    let pupil = json!({
        "academy": academy, "upn": UPN, "surname": CANARY, "forename": CANARY,
        "date_of_birth": "2013-11-02", "year_group": 8,
    });
    let pupils = miriam.post("/v1/pupils", &pupil);
    readable.add("a pupil", pupils.text());

    let mut bad: Vec<(String, Option<Value>)> = ["category", "about_adult", "academy", "place"]
        .into_iter()
        .map(|field| {
            let mut body = good.clone();
            body[field] = json!(CANARY);
            ("/v1/concerns".to_owned(), Some(body))
        })
        .collect();
    bad.push((format!("/v1/{CANARY}"), None));
    bad.push((format!("/v1/concerns/{CANARY}"), None));
    bad.push((format!("/v1/concerns?cursor={CANARY}"), None));
    for (path, body) in bad {
        let answer = match &body {
            Some(body) => miriam.post(&path, body),
            None => miriam.get(&path),
        };
        assert!((400..500).contains(&answer.status), "{path}");
        readable.add(format!("the answer to {path}"), answer.text());
    }
}

/// Names of all files, and what is in them but the views.
fn files(folder: &Path, readable: &mut Readable) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        readable.add(format!("the name {name}"), name.clone());
        if path.is_dir() {
            files(&path, readable);
        } else if !name.contains("/views/")
            && let Ok(bytes) = std::fs::read(&path)
        {
            readable.add(name, String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn no_log_trace_metric_message_file_or_error_of_a_cluster_tells_anything_personal() {
    let collector = Collector::start();
    let mut installation = Installation::begin();
    installation.environment = collector.environment();
    let debug = ("LANYARD_LOG".to_owned(), "debug".to_owned());
    installation.environment.push(debug);
    let heard = Heard::start(&installation);
    let servers = ["recorder", "worker", "api"].map(|role| installation.serve(role, role));
    let miriam = installation.miriam(&servers[2]);
    let academy = open_academy(&miriam);
    let mut readable = Readable(Vec::new());
    send(&miriam, &academy, &mut readable);

    // With the store away every process fails in its own way, and says so.
    installation.postgres.stop(Some("immediate"));
    let mut body = concern(&academy);
    body["account"] = json!(CANARY);
    let key = key_of_now();
    let headers = [("idempotency-key", key.as_str())];
    let failed = miriam.send("POST", "/v1/concerns", Some(&body), &headers);
    readable.add("a failure", failed.text());
    let failed = miriam.get(&format!("/v1/search?q={CANARY}"));
    readable.add("a failed search", failed.text());

    collector.until(|spans| spans.iter().any(|it| it.name == "POST /v1/concerns"));
    for server in &servers {
        readable.add("a log", server.said().join("\n"));
    }
    assert!(
        readable.0.last().unwrap().1.contains("/v1/concerns"),
        "requests are logged"
    );
    readable.add("traces and metrics", collector.text());
    let messages = heard.messages();
    assert!(messages.iter().any(|it| it.starts_with("lanyard.intake.")));
    assert!(messages.iter().any(|it| it.starts_with("lanyard.traces.")));
    for message in messages {
        readable.add("a message on NATS", message);
    }
    files(&installation.path(""), &mut readable);
    assert_eq!(readable.found(), Vec::<&str>::new());

    // It would have been found: the same ways, with a canary let loose.
    heard.say(format!("lanyard.{CANARY}"));
    std::fs::write(installation.path("api").join(CANARY), UPN).unwrap();
    let mut planted = Readable(Vec::new());
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !heard.messages().iter().any(|it| it.contains(CANARY)) {
        assert!(std::time::Instant::now() < deadline, "NATS is not heard");
        std::thread::yield_now();
    }
    for message in heard.messages() {
        planted.add("a message on NATS", message);
    }
    files(&installation.path("api"), &mut planted);
    assert_eq!(planted.found().len(), 3, "{:?}", planted.found());
}

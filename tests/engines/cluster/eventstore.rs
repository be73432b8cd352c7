//! The store on EventStoreDB: everything that is served from it, with its positions that have gaps.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use lanyard::clock::SystemClock;
use lanyard::config::Settings;
use lanyard::process::Process;
use lanyard_eventstore_double::{Double, Noise};
use lanyard_projections::{Views, equal};
use lanyard_tests::cluster::{
    Fate, Installation, Load, Sent, Shape, What, concern, open_academy, raise, until, verified,
};
use lanyard_tests::{Answer, Client, Server, program};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// The double of EventStoreDB, on threads of this process.
struct EventStore {
    double: Double,
    /// Ends after the double.
    _runtime: Runtime,
}

impl EventStore {
    fn start() -> Self {
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
    fn url(&self) -> String {
        self.double.first().url(5_000)
    }

    /// How many streams of concerns there are.
    fn concerns(&self) -> usize {
        let streams = self.double.streams();
        let concerns = streams
            .keys()
            .filter(|name| name.starts_with("lanyard-concern-"));
        concerns.count()
    }

    /// A trust whose record is to begin in it.
    fn engines(&self) -> Installation {
        let installation = Installation::engines(Shape::default());
        installation.make_database("boxes");
        let write = |name: &str, text: String| {
            std::fs::write(installation.path(name), text).unwrap();
        };
        write("store.url", self.url());
        write("boxes.url", installation.database("boxes"));
        let settings = std::fs::read_to_string(installation.path("lanyard.toml")).unwrap();
        let boxes = installation.path("boxes.url");
        let boxes = format!("boxes_url_file = \"{}\"\n", boxes.display());
        write("lanyard.toml", boxes + &settings);
        installation
    }

    /// A trust whose record has begun.
    fn trust(&self) -> Installation {
        let installation = self.engines();
        installation.run("worker-1", &["provision"]);
        installation.begin_record("worker-1");
        installation
    }

    /// The same, for one process that needs no NATS.
    fn trust_of_one(&self) -> Installation {
        let installation = self.engines();
        let settings = std::fs::read_to_string(installation.path("lanyard.toml")).unwrap();
        let without_nats: String = settings
            .lines()
            .filter(|line| !line.starts_with("nats_"))
            .flat_map(|line| [line, "\n"])
            .collect();
        std::fs::write(installation.path("lanyard.toml"), without_nats).unwrap();
        installation.begin_record("worker-alone");
        installation
    }
}

/// Every concern that was sent is there once, after a repeat under the same key, and under the id
/// that its sender was told. Answers how many there are, and how many were acknowledged.
fn settle(client: &Client, body: &Value, sent: &[Sent]) -> (usize, usize) {
    let mut ids = std::collections::BTreeSet::new();
    let mut acknowledged = 0;
    for one in sent.iter().filter(|one| one.what == What::Concern) {
        let deadline = std::time::Instant::now() + Duration::from_secs(30);
        let found = loop {
            if let Fate::Recorded { id, .. } = raise(client, body, &one.what, &one.key) {
                break id;
            }
            assert!(std::time::Instant::now() < deadline, "{one:?}");
        };
        match &one.fate {
            Fate::Recorded { id, .. } | Fate::Kept { id } => {
                acknowledged += 1;
                assert_eq!(*id, found, "the same concern");
            }
            Fate::Unsure => {}
            Fate::Dishonest(said) => panic!("{said}"),
        }
        assert!(ids.insert(found), "two keys, two concerns");
    }
    (ids.len(), acknowledged)
}

/// Raises a concern; its address, and its receipt's.
fn raised(who: &Client, body: &Value) -> (String, String) {
    let raised = who.post("/v1/concerns", body).expect(201);
    (
        format!("/v1/concerns/{}", raised.field("id")),
        raised.field("receipt"),
    )
}

/// Opens a case from a concern; its address.
fn case_of(who: &Client, concern: &str) -> String {
    let body = json!({"decision": {"kind": "open_case"}, "reason": "The third time this term."});
    let triaged = who.change(concern, "triage", &body).expect(201);
    format!("/v1/cases/{}", triaged.field("case"))
}

/// The kinds of the entries on a timeline, read by somebody who has seen the position.
fn timeline(who: &Client, case: &str, seen: &str) -> Vec<String> {
    let seen = [("lanyard-position", seen)];
    let shown = who.send("GET", &format!("{case}/timeline"), None, &seen);
    let items = shown.expect(200).json()["items"].clone();
    let kinds = items.as_array().unwrap().iter();
    kinds.map(|entry| entry["kind"].to_string()).collect()
}

fn position(answer: &Answer) -> String {
    answer.header("lanyard-position").unwrap().to_owned()
}

/// What a worker does every night, without waiting for it: the log is published.
fn publish(installation: &Installation, name: &str) {
    let settings = Settings::load(Some(&installation.path("lanyard.toml")))
        .and_then(|read| read.with(Some(installation.path(name)), None))
        .and_then(|read| read.with_roles(Some("worker"))?.complete())
        .unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let process = Process::start(&settings, Arc::new(SystemClock)).await;
        let process = process.unwrap();
        let filled = lanyard_worker::fill(&process.app, &process.ledger).await;
        assert!(filled, "the log was not published");
        process.shut_down().await;
    });
}

fn log_verified(installation: &Installation, folder: &Path) {
    let mut verify = Command::new(program().unwrap());
    verify.arg("verify").arg(folder);
    let key = installation.path("log.vkey");
    let output = verify.arg("--key").arg(key).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("VERIFIED: the log"), "{output:?}");
}

#[test]
fn a_concern_goes_its_whole_way_with_a_restart_between() {
    let eventstore = EventStore::start();
    let installation = eventstore.trust();
    let double = &eventstore.double;
    let worker = installation.serve("worker-1", "worker");
    let _recorder = installation.serve("recorder-1", "recorder");
    let first = installation.serve("api-1", "api");
    let second = installation.serve("api-2", "api");
    let (here, elsewhere) = (installation.miriam(&first), installation.miriam(&second));
    let body = concern(&open_academy(&here));
    // Others write to the same server.
    double.write(300, Noise::Others);

    let (concern, receipt) = raised(&here, &body);
    let case = case_of(&here, &concern);
    let noted = here.post(
        &format!("{case}/notes"),
        &json!({"kind": "note", "text": "Spoke to the head of year."}),
    );
    let seen = position(&noted.expect(201));
    let told = timeline(&here, &case, &seen);
    assert!(told.len() >= 3, "{told:?}");
    // Another replica, told what the client has seen, shows it at once.
    assert_eq!(timeline(&elsewhere, &case, &seen), told);
    verified(&installation, &elsewhere, &receipt);
    let far = [("lanyard-position", "999999999999")];
    let answer = elsewhere.send("GET", "/v1/me", None, &far).expect(400);
    assert_eq!(answer.problem(), "position-beyond-head");

    // Everything that reads the store loses its connection, then its process.
    double.cut();
    double.drop_subscriptions();
    let (_, later) = raised(&here, &body);
    verified(&installation, &elsewhere, &later);
    first.stop().unwrap();
    worker.stop().unwrap();
    double.write(100, Noise::System);
    publish(&installation, "worker-1");
    log_verified(&installation, &installation.path("worker-1/log"));

    let _worker = installation.serve("worker-1", "worker");
    let first = installation.serve("api-1", "api");
    let here = installation.miriam(&first);
    assert_eq!(timeline(&here, &case, &seen), told);
    for receipt in [receipt, later] {
        verified(&installation, &here, &receipt);
    }
    let (_, newest) = raised(&here, &body);
    verified(&installation, &elsewhere, &newest);
    // The followers publish what the worker signed, over tiles of their own.
    let nobody = Client::new(&format!("http://{}", first.address), None, Arc::default());
    until(200, || nobody.get("/log/checkpoint"));
    log_verified(&installation, &installation.path("api-1/log"));
}

#[test]
fn one_process_with_every_role_serves_without_nats() {
    let eventstore = EventStore::start();
    let installation = eventstore.trust_of_one();
    let serve = || installation.serve("worker-alone", "api,recorder,worker");
    let server = serve();
    let miriam = installation.miriam(&server);
    let body = concern(&open_academy(&miriam));
    let (concern, receipt) = raised(&miriam, &body);
    verified(&installation, &miriam, &receipt);
    server.stop().unwrap();
    // What it keeps beside the tiles, and the views, can be lost.
    std::fs::remove_file(installation.path("worker-alone/ledger/positions")).unwrap();
    std::fs::remove_dir_all(installation.path("worker-alone/views")).unwrap();
    let server = serve();
    let miriam = installation.miriam(&server);
    let shown = miriam.get(&concern).expect(200).json();
    assert_eq!(shown["account"]["text"], "Pushed in the corridor again.");
    verified(&installation, &miriam, &receipt);
    let (_, next) = raised(&miriam, &body);
    verified(&installation, &miriam, &next);
}

#[test]
fn connections_are_dropped_under_load_and_nothing_acknowledged_is_lost_or_doubled() {
    let eventstore = EventStore::start();
    let installation = eventstore.trust();
    let _worker = installation.serve("worker-1", "worker");
    let _recorder = installation.serve("recorder-1", "recorder");
    let api = installation.serve("api-1", "api");
    let second = installation.serve("api-2", "api");
    let miriam = installation.miriam(&api);
    let body = concern(&open_academy(&miriam));
    let clients = [&api, &second, &api, &second].map(|api| installation.miriam(api));
    let load = Load::start(clients.into(), &body);
    for n in 0..12 {
        std::thread::sleep(Duration::from_millis(250));
        match n % 3 {
            0 => eventstore.double.cut(),
            1 => eventstore.double.drop_subscriptions(),
            _ => eventstore.double.write(50, Noise::Others),
        }
    }
    let sent = load.stop();
    let (there, acknowledged) = settle(&miriam, &body, &sent);
    assert!(acknowledged > 0, "{sent:?}");
    assert_eq!(eventstore.concerns(), there);
    let (_, receipt) = raised(&miriam, &body);
    verified(&installation, &installation.miriam(&second), &receipt);
    let third = installation.serve("api-3", "api");
    let last = miriam.post("/v1/concerns", &body).expect(201);
    let apis = [("api-1", api), ("api-2", second), ("api-3", third)];
    views_are_those_of_a_rebuild(&installation, &position(&last), apis);
}

/// Once every view shows the newest event, all are equal; the last one began afresh.
fn views_are_those_of_a_rebuild(
    installation: &Installation,
    newest: &str,
    apis: [(&str, Server); 3],
) {
    for (_, api) in &apis {
        let seen = [("lanyard-position", newest)];
        let who = installation.miriam(api);
        let _caught_up = until(200, || who.send("GET", "/v1/me", None, &seen));
    }
    let views = apis.map(|(name, api)| {
        api.stop().unwrap();
        Views::open_chained(&installation.path(name).join("views")).unwrap()
    });
    for pair in views.windows(2) {
        let differences = equal(&pair[0].reader(), &pair[1].reader()).unwrap();
        assert_eq!(differences, []);
        assert_eq!(pair[0].parked().unwrap(), []);
    }
}

/// The last words of a process that does not start.
fn refused(installation: &Installation) -> String {
    let mut command = installation.command("api-1");
    command.args(["serve", "--listen", "127.0.0.1:0", "--role", "api"]);
    let output = command.output().unwrap();
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_wrong_with_the_store_is_said_at_start() {
    let eventstore = EventStore::start();
    let installation = eventstore.trust();
    let url = |text: &str| std::fs::write(installation.path("store.url"), text).unwrap();

    url("esdb://127.0.0.1:x");
    let said = refused(&installation);
    assert!(said.contains("write esdb://HOST:2113"), "{said}");
    url("esdb://127.0.0.1:1?tls=false");
    let said = refused(&installation);
    assert!(said.contains("no event store answers"), "{said}");
    url("http://127.0.0.1:2113");
    let said = refused(&installation);
    assert!(
        said.contains("begins with postgres:// or esdb://"),
        "{said}"
    );
    url(&eventstore.url());
    eventstore.double.lead_nobody();
    let said = refused(&installation);
    assert!(said.contains("no leader does"), "{said}");
    eventstore.double.set_version("21.2.0");
    let said = refused(&installation);
    assert!(said.contains("older than EventStoreDB 21.6"), "{said}");
}

//! One part lost under load. Each test ends alike: nothing acknowledged is lost or doubled, callers
//! got honest answers, the store verifies.

use std::time::{Duration, Instant};

use lanyard_journal::{Journal, PostgresJournal, Stamp};
use lanyard_tests::Server;

use crate::installation::{Installation, concern, open_academy};
use crate::load::{Fate, Load, Told, raise, settle};
use crate::whole::until;

/// Roles that serve a trust, with an academy.
struct Cluster {
    installation: Installation,
    worker: Server,
    recorder: Option<Server>,
    api: Server,
    academy: String,
}

impl Cluster {
    fn start() -> Self {
        let installation = Installation::begin();
        let worker = installation.serve("worker-1", "worker");
        let recorder = installation.serve("recorder-1", "recorder");
        let api = installation.serve("api-1", "api");
        let academy = open_academy(&installation.miriam(&api));
        Self {
            installation,
            worker,
            recorder: Some(recorder),
            api,
            academy,
        }
    }

    fn load(&self) -> Load {
        let clients = (0..4)
            .map(|_| self.installation.miriam(&self.api))
            .collect();
        Load::start(clients, &concern(&self.academy))
    }

    /// Everything that was acknowledged is there once, and the log over it is sound.
    fn check(&self, told: &Told) -> usize {
        let miriam = self.installation.miriam(&self.api);
        let acknowledged = settle(&miriam, &concern(&self.academy), told);
        assert!(acknowledged > 0, "nothing was acknowledged: {told:?}");
        self.every_concern_is_recorded_once(told.len());
        acknowledged
    }

    /// One stream a concern, one event each: what was sent twice is not there twice.
    fn every_concern_is_recorded_once(&self, concerns: usize) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let found = runtime.block_on(async {
            let url = self.installation.database("store");
            let journal = PostgresJournal::connect(&url, std::sync::Arc::new(Standing))
                .await
                .unwrap();
            let mut raised = 0;
            let mut after = lanyard_events::Position(0);
            loop {
                let batch = journal.read_all(after, 1_000).await.unwrap();
                let Some(last) = batch.last() else {
                    return raised;
                };
                after = last.position;
                raised += batch
                    .iter()
                    .filter(|it| it.event.envelope.event_type.as_str() == "concern.raised")
                    .count();
            }
        });
        assert_eq!(found, concerns);
    }
}

pub struct Standing;

impl Stamp for Standing {
    fn now(&self) -> lanyard_events::At {
        lanyard_events::At::from_millis(0)
    }

    fn not_before(&self) -> [u8; 32] {
        [0; 32]
    }
}

/// Long enough for some concerns before and after a fault, on a loaded machine too.
pub fn a_while() {
    std::thread::sleep(Duration::from_millis(1_500));
}

#[test]
fn a_recorder_is_killed_under_load() {
    let mut cluster = Cluster::start();
    let load = cluster.load();
    a_while();
    let next = cluster.installation.serve("recorder-2", "recorder");
    cluster.recorder.replace(next).unwrap().kill().unwrap();
    a_while();
    let told = load.stop();
    cluster.check(&told);
}

#[test]
fn with_the_recorder_away_a_new_concern_is_kept_and_recorded_later() {
    let mut cluster = Cluster::start();
    let miriam = cluster.installation.miriam(&cluster.api);
    let body = concern(&cluster.academy);
    cluster.recorder.take().unwrap().stop().unwrap();

    let key = lanyard_tests::key_of_now();
    let headers = [("idempotency-key", key.as_str())];
    let kept = miriam
        .send("POST", "/v1/concerns", Some(&body), &headers)
        .expect(202);
    assert_eq!(kept.json()["state"], "pending");
    let number = kept.field("receipt");
    assert_eq!(miriam.get(&number).expect(200).json()["state"], "pending");

    // A number that was changed, or is asked for by nobody, is none.
    let forged = format!("{}A", &number[..number.len() - 1]);
    let other = if forged == number {
        number.replace("/A", "/B")
    } else {
        forged
    };
    assert_eq!(miriam.get(&other).expect(404).problem(), "not-found");

    // Anything but a new concern is not kept: it is said to be not recorded.
    let calendar =
        serde_json::json!({ "terms": [{ "first": "2026-09-02", "last": "2026-12-18" }] });
    let address = format!("/v1/academies/{}", cluster.academy);
    let etag = miriam
        .get(&address)
        .expect(200)
        .header("etag")
        .unwrap()
        .to_owned();
    let on = [("if-match", etag.as_str())];
    let _refused = miriam
        .send("PUT", &format!("{address}/calendar"), Some(&calendar), &on)
        .expect(503);

    cluster.recorder = Some(cluster.installation.serve("recorder-2", "recorder"));
    let recorded = until_recorded(&cluster, &number);
    crate::whole::verified(&cluster.installation, &miriam, &recorded);
    let Fate::Recorded(id) = raise(&miriam, &body, &key) else {
        panic!("a repeat gets the first answer")
    };
    assert_eq!(id, kept.field("id"));
}

#[test]
fn with_the_store_away_a_new_concern_is_kept_and_nothing_is_shown() {
    let cluster = Cluster::start();
    let miriam = cluster.installation.miriam(&cluster.api);
    let body = concern(&cluster.academy);
    let shown = miriam.post("/v1/concerns", &body).expect(201);
    let address = format!("/v1/concerns/{}", shown.field("id"));
    let _there = miriam.get(&address).expect(200);
    cluster.installation.postgres.stop(Some("immediate"));

    let key = lanyard_tests::key_of_now();
    let headers = [("idempotency-key", key.as_str())];
    let kept = miriam
        .send("POST", "/v1/concerns", Some(&body), &headers)
        .expect(202);
    let _hidden = miriam.get(&address).expect(503);

    cluster.installation.postgres.start();
    until_recorded(&cluster, &kept.field("receipt"));
    let _again = until(200, || miriam.get(&address));
}

fn until_recorded(cluster: &Cluster, number: &str) -> String {
    let miriam = cluster.installation.miriam(&cluster.api);
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let answer = miriam.get(number);
        if answer.status == 200 && answer.json()["state"] == "recorded" {
            return answer.field("receipt");
        }
        assert!(Instant::now() < deadline, "it was never recorded");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn postgresql_crashes_and_comes_back_under_load() {
    let cluster = Cluster::start();
    let load = cluster.load();
    a_while();
    cluster.installation.postgres.stop(Some("immediate"));
    a_while();
    cluster.installation.postgres.start();
    a_while();
    let told = load.stop();
    cluster.check(&told);
}

#[test]
fn nats_is_restarted_under_load() {
    let cluster = Cluster::start();
    let load = cluster.load();
    a_while();
    cluster.installation.nats.stop(None);
    a_while();
    cluster.installation.nats.start();
    a_while();
    let told = load.stop();
    cluster.check(&told);
}

#[test]
fn an_api_is_killed_and_another_takes_its_place() {
    let mut cluster = Cluster::start();
    let load = {
        let second = cluster.installation.serve("api-2", "api");
        let load = cluster.load();
        a_while();
        let told = load.stop();
        std::mem::replace(&mut cluster.api, second).kill().unwrap();
        told
    };
    cluster.check(&load);
}

#[test]
fn a_second_worker_waits_and_takes_over() {
    let mut cluster = Cluster::start();
    let installation = &cluster.installation;
    let mut waiting = installation.command("worker-2");
    waiting.args(["serve", "--listen", "127.0.0.1:0", "--role", "worker"]);
    let waiting = std::thread::spawn(move || Server::start(waiting).unwrap());
    let miriam = installation.miriam(&cluster.api);
    let raised = miriam
        .post("/v1/concerns", &concern(&cluster.academy))
        .expect(201);
    until(200, || miriam.get(&raised.field("receipt")));
    assert!(!waiting.is_finished(), "it waits for the first");

    // Its data folder is its own: the tiles are made anew from the store.
    let next_api = installation.serve("api-2", "api");
    let miriam = installation.miriam(&next_api);
    cluster.worker.kill().unwrap();
    let second = waiting.join().unwrap();
    let raised = miriam
        .post("/v1/concerns", &concern(&cluster.academy))
        .expect(201);
    crate::whole::verified(installation, &miriam, &raised.field("receipt"));
    cluster.worker = second;
}

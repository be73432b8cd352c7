//! One part lost under load, or two nodes of three.

use std::time::{Duration, Instant};

use lanyard_tests::Server;
use lanyard_tests::cluster::{
    Fate, Fault, Installation, Role, Shape, Stand, What, concern, open_academy, print_header,
    raise, until, verified,
};

/// Longer than a server takes to miss another.
const WHILE: Duration = Duration::from_millis(2_500);
/// Nodes of NATS take four to nine seconds until they hold an election, and a stream or its consumer
/// waits for it.
const RECOVERED_WITHIN: Duration = Duration::from_secs(15);

#[test]
fn nodes_of_nats_are_lost_under_load() {
    let mut stand = Stand::start_of(Shape::WHOLE);
    print_header();
    stand.survives(Fault::None, Duration::ZERO);
    // Two of three go on, with or without the one that led.
    for fault in [Fault::NodeKilled, Fault::LeaderKilled, Fault::LeaderPaused] {
        let row = stand.survives(fault, WHILE);
        assert!(row.silence < RECOVERED_WITHIN, "{row}");
    }
    // One of three takes nothing, and says so.
    let row = stand.survives(Fault::TwoNodesKilled, WHILE);
    assert!(row.refused > 0, "{row}");
    // What was handed out and settled is in their memory only (ADR 12).
    stand.survives(Fault::AllNodesKilled, WHILE);
    stand.whole();
}

#[test]
fn processes_and_the_store_are_lost_under_load() {
    let mut stand = Stand::start_of(Shape::WHOLE);
    print_header();
    for role in [Role::Recorder, Role::Api, Role::Worker] {
        stand.survives(Fault::Killed(role), Duration::ZERO);
    }
    stand.survives(Fault::StoreCrashed, WHILE);
    stand.whole();
}

/// Roles that serve a trust over one node of NATS, with an academy.
struct Small {
    worker: Server,
    recorder: Option<Server>,
    api: Server,
    academy: String,
    installation: Installation,
}

impl Small {
    fn start() -> Self {
        let installation = Installation::begin();
        let worker = installation.serve("worker-1", "worker");
        let recorder = installation.serve("recorder-1", "recorder");
        let api = installation.serve("api-1", "api");
        let academy = open_academy(&installation.miriam(&api));
        Self {
            worker,
            recorder: Some(recorder),
            api,
            academy,
            installation,
        }
    }

    fn until_recorded(&self, number: &str) -> String {
        let miriam = self.installation.miriam(&self.api);
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
}

/// S25.
#[test]
fn with_the_recorder_away_a_new_concern_is_kept_and_recorded_later() {
    let mut cluster = Small::start();
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
    let refused = miriam
        .send("PUT", &format!("{address}/calendar"), Some(&calendar), &on)
        .expect(503);
    assert!(refused.header("retry-after").is_some());

    cluster.recorder = Some(cluster.installation.serve("recorder-2", "recorder"));
    let recorded = cluster.until_recorded(&number);
    verified(&cluster.installation, &miriam, &recorded);
    let Fate::Recorded { id, .. } = raise(&miriam, &body, &What::Concern, &key) else {
        panic!("a repeat gets the first answer")
    };
    assert_eq!(id, kept.field("id"));
}

#[test]
fn with_the_store_away_a_new_concern_is_kept_and_nothing_is_shown() {
    let cluster = Small::start();
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
    cluster.until_recorded(&kept.field("receipt"));
    let _again = until(200, || miriam.get(&address));
}

#[test]
fn a_second_worker_waits_and_takes_over() {
    let mut cluster = Small::start();
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
    verified(installation, &miriam, &raised.field("receipt"));
    cluster.worker = second;
}

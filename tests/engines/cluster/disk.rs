//! Disks that are slow, and disks that are full.

use std::sync::Arc;
use std::time::Duration;

use lanyard_tests::cluster::{Engine, Fault, Shape, SmallDisk, Stand, print_header};
use lanyard_tests::{Answer, Client, Prepared, Server, key_of_now};
use serde_json::json;
use tempfile::TempDir;

const WHILE: Duration = Duration::from_millis(3_000);
/// Room for the store, the views and the log of a small trust.
const EMBEDDED_MEBIBYTES: u32 = 24;

#[test]
fn disks_of_the_engines_are_slow_and_then_full() {
    let mut stand = Stand::start_of(Shape {
        has_small_disks: true,
        ..Shape::WHOLE
    });
    print_header();
    for engine in [Engine::Postgres, Engine::Nats] {
        stand.survives(Fault::DiskSlow(engine), WHILE);
        stand.survives(Fault::DiskFull(engine), WHILE);
    }
    stand.whole();
}

#[test]
fn an_embedded_store_whose_disk_is_full_refuses_and_goes_on_once_there_is_room() {
    let folder = TempDir::new().unwrap();
    let disk = SmallDisk::at(&folder.path().join("disk"), EMBEDDED_MEBIBYTES);
    let data_dir = folder.path().join("disk/data");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let trust = runtime.block_on(Prepared::make(&data_dir)).unwrap();
    let server = Server::demo(&data_dir).unwrap();
    let client = as_ruth(&server, &trust);
    let raise = |key: &str| raise(&client, &trust, key);
    let mut recorded = Vec::new();
    for _ in 0..20 {
        let key = key_of_now();
        recorded.push((key.clone(), raise(&key).expect(201).field("id")));
    }

    disk.fill();
    let mut refused = Vec::new();
    for _ in 0..2_000 {
        let key = key_of_now();
        let answer = raise(&key);
        match answer.status {
            201 => recorded.push((key, answer.field("id"))),
            _ => refused.push((key, answer)),
        }
        if refused.len() == 10 {
            break;
        }
    }
    assert_eq!(refused.len(), 10, "the disk was never full");
    for (_, answer) in &refused {
        let problem = answer.problem();
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert!(
            ["not-recorded", "outcome-unknown", "unavailable"].contains(&problem.as_str()),
            "{problem}"
        );
    }

    disk.make_room();
    for (key, _) in refused {
        let answer = lanyard_tests::cluster::until(201, || raise(&key));
        recorded.push((key, answer.field("id")));
    }
    // The views, which stood on the same disk, follow again without a restart.
    let nobody = Client::new(&format!("http://{}", server.address), None, Arc::default());
    let _ready = lanyard_tests::cluster::until(200, || nobody.get("/readyz"));
    let number = recorded.last().map(|(_, id)| format!("/v1/concerns/{id}"));
    let _shown = lanyard_tests::cluster::until(200, || client.get(number.as_deref().unwrap()));
    // Killed, so that nothing is tidied up; then everything is there once.
    server.kill().unwrap();
    let server = Server::demo(&data_dir).unwrap();
    let client = as_ruth(&server, &trust);
    for (key, id) in recorded {
        let again = lanyard_tests::cluster::until(201, || self::raise(&client, &trust, &key));
        assert_eq!(again.field("id"), id);
    }
    server.stop().unwrap();
    let verified = std::process::Command::new(lanyard_tests::program().unwrap())
        .args(["verify", "--store"])
        .arg(&data_dir)
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
}

fn as_ruth(server: &Server, trust: &Prepared) -> Client {
    let bearer = trust.bearer("ruth").unwrap();
    let token = bearer.strip_prefix("Bearer ").unwrap().to_owned();
    let base = format!("http://{}", server.address);
    Client::new(&base, Some(token), Arc::default())
}

fn raise(client: &Client, trust: &Prepared, key: &str) -> Answer {
    let academy = trust.ridgeway.academies[&lanyard::demo::School::Oakfield];
    let body = json!({
        "academy": academy,
        "about_adult": "no",
        "category": "bullying",
        "people": [{
            "person": { "kind": "described", "description": "a boy of year 8" },
            "role": "affected",
        }],
        "place": { "kind": "in_school" },
        "account": "Pushed in the corridor again. ".repeat(100),
        "danger_now": false,
    });
    client.post_with_key("/v1/concerns", &body, key)
}

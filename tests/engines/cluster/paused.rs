//! Processes that stand still and go on as if nothing had been: what they were about to do may be
//! out of date.

use std::time::Duration;

use lanyard_tests::cluster::{
    Fate, Fault, Role, Shape, Stand, What, concern, eventually, print_header, raise, verified,
};
use lanyard_tests::{Server, key_of_now};

/// Longer than a proposal is worth (3 s).
const PAST_EXPIRY: Duration = Duration::from_millis(4_500);

fn raised(stand: &Stand) -> String {
    let body = concern(&stand.academy);
    let miriam = stand.miriam();
    let mut id = None;
    eventually("a concern is recorded", || {
        let fate = raise(&miriam, &body, &What::Concern, &key_of_now());
        if let Fate::Recorded { id: recorded, .. } = fate {
            id = Some(recorded);
        }
        id.is_some()
    });
    id.unwrap()
}

#[test]
fn a_recorder_that_was_paused_refuses_what_has_expired_meanwhile() {
    let mut stand = Stand::start_of(Shape::WHOLE);
    print_header();
    stand.survives(Fault::Paused(Role::Recorder), PAST_EXPIRY);

    // One by one: an addition that was proposed while the recorder stood still, and given up by
    // whoever asked for it, is not recorded when it goes on.
    let concern_id = raised(&stand);
    stand.server(Role::Recorder).signal("STOP").unwrap();
    let addition = What::Information {
        concern: concern_id.clone(),
    };
    let (miriam, key) = (stand.miriam(), key_of_now());
    let fate = raise(&miriam, &concern(&stand.academy), &addition, &key);
    assert_eq!(fate, Fate::Unsure);
    std::thread::sleep(Duration::from_secs(1));
    stand.server(Role::Recorder).signal("CONT").unwrap();
    // The recorder takes what waits in order: once a later concern is recorded, it has had it.
    let _later = raised(&stand);
    stand.record.read_on();
    assert_eq!(stand.record.concern(&concern_id), (1, 0));
    let settled = raise(&miriam, &concern(&stand.academy), &addition, &key);
    assert!(matches!(settled, Fate::Recorded { .. }), "{settled:?}");
    stand.record.read_on();
    assert_eq!(stand.record.concern(&concern_id), (1, 1));
}

#[test]
fn a_worker_that_was_paused_loses_its_lease_and_signs_nothing_more() {
    let mut stand = Stand::start_of(Shape::WHOLE);
    let mut waiting = stand.installation.command("worker-2");
    waiting.args(["serve", "--listen", "127.0.0.1:0", "--role", "worker"]);
    let waiting = std::thread::spawn(move || Server::start(waiting).unwrap());
    let mut paused = stand.take(Role::Worker);
    paused.signal("STOP").unwrap();

    // The other one takes over, though nobody has ended the first.
    eventually("the second worker takes over", || waiting.is_finished());
    let second = waiting.join().unwrap();
    let miriam = stand.miriam();
    let body = concern(&stand.academy);
    let signed = miriam.post("/v1/concerns", &body).expect(201);
    verified(&stand.installation, &miriam, &signed.field("receipt"));

    // The first goes on where it stood, finds its lease lost, and ends; both logs are one.
    paused.signal("CONT").unwrap();
    eventually("the first worker ends", || paused.has_ended());
    let said = paused.said().join("\n");
    assert!(said.contains("the worker's lease is lost"), "{said}");
    let signed = miriam.post("/v1/concerns", &body).expect(201);
    verified(&stand.installation, &miriam, &signed.field("receipt"));
    second.stop().unwrap();
    stand.start(Role::Worker);
    stand.whole();
}

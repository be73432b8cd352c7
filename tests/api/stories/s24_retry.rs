//! S24: the MIS posts a concern, loses the answer and posts it again.

use lanyard::demo::School;
use lanyard_tests::{World, new_key};
use serde_json::{Value, json};

use crate::steps::{all, figures, threats};

const SCOPE: &str = "concerns:write concerns:read";

fn alert(world: &World) -> Value {
    let mut body = threats(world, world.oakfield().amara);
    body["reporter"] = json!({"kind": "named", "name": "Mrs Quickly, office"});
    body["external_reference"] = json!("MIS-2026-0815");
    body
}

#[test]
fn the_same_key_gets_the_same_answer_and_there_is_one_concern() {
    let world = World::at("2026-11-10T14:05");
    let mis = world.mis(SCOPE);
    let (body, key) = (alert(&world), new_key());
    let first = mis.post_with_key("/v1/concerns", &body, &key).expect(201);
    world.now("2026-11-10T14:20");
    for _ in 0..3 {
        let again = mis.post_with_key("/v1/concerns", &body, &key).expect(201);
        assert_eq!(again.json(), first.json());
        for header in ["etag", "location", "lanyard-position"] {
            assert_eq!(again.header(header), first.header(header), "{header}");
        }
    }
    assert_eq!(all(&world.client("ruth"), "/v1/concerns").len(), 1);
    let oakfield = world.academy(School::Oakfield);
    assert_eq!(figures(&world.client("jon"), &oakfield)["raised"], 1);
    // The receipt that the second answer names is that of the first event.
    let _ = mis.get(&first.field("receipt")).expect(200);
}

#[test]
fn the_same_key_with_another_body_is_refused_and_records_nothing() {
    let world = World::at("2026-11-10T14:05");
    let mis = world.mis(SCOPE);
    let (body, key) = (alert(&world), new_key());
    let _ = mis.post_with_key("/v1/concerns", &body, &key).expect(201);
    let recorded = world.recorded();
    let mut other = body.clone();
    other["account"] = json!("Something else.");
    let answer = mis.post_with_key("/v1/concerns", &other, &key);
    assert_eq!(
        (answer.status, &*answer.problem()),
        (422, "idempotency-key-reused")
    );
    assert_eq!(world.recorded(), recorded);
    let page = all(&world.client("ruth"), "/v1/concerns");
    assert_eq!(page.len(), 1);
}

#[test]
fn the_same_body_written_in_another_order_is_the_same_body() {
    let world = World::at("2026-11-10T14:05");
    let mis = world.mis(SCOPE);
    let (body, key) = (alert(&world), new_key());
    let first = mis.post_with_key("/v1/concerns", &body, &key).expect(201);
    let fields = body.as_object().unwrap().iter().rev();
    let turned: Vec<_> = fields
        .map(|(name, value)| format!("  \"{name}\" :\t{value}"))
        .collect();
    let turned = format!("{{\r\n{}\n}}", turned.join(",\n"));
    let headers = [("idempotency-key", key.as_str())];
    let again = mis.send_bytes("POST", "/v1/concerns", Some(turned.into_bytes()), &headers);
    assert_eq!(again.expect(201).json(), first.json());
}

#[test]
fn a_key_is_one_callers_own() {
    let world = World::at("2026-11-10T14:05");
    let key = new_key();
    let ids: Vec<_> = [world.client("priya"), world.client("tom")]
        .iter()
        .map(|by| {
            let body = threats(&world, world.oakfield().amara);
            by.post_with_key("/v1/concerns", &body, &key)
                .expect(201)
                .field("id")
        })
        .collect();
    assert_ne!(ids[0], ids[1]);
    assert_eq!(all(&world.client("ruth"), "/v1/concerns").len(), 2);
}

#[test]
fn many_at_once_with_one_key_leave_one_concern_and_one_answer() {
    let world = World::at("2026-11-10T14:05");
    let (body, key) = (alert(&world), new_key());
    let answers: Vec<_> = std::thread::scope(|scope| {
        let posts: Vec<_> = (0..8)
            .map(|_| {
                let mis = world.mis(SCOPE);
                let (body, key) = (&body, &key);
                scope.spawn(move || mis.post_with_key("/v1/concerns", body, key))
            })
            .collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    for answer in &answers {
        assert_eq!(answer.clone().expect(201).json(), answers[0].json());
    }
    assert_eq!(all(&world.client("ruth"), "/v1/concerns").len(), 1);
}

#[test]
fn it_is_replayed_after_a_restart() {
    let mut world = World::at("2026-11-10T14:05");
    let (body, key) = (alert(&world), new_key());
    let first = world
        .mis(SCOPE)
        .post_with_key("/v1/concerns", &body, &key)
        .expect(201);
    world.stop();
    world.start_again().unwrap();
    let again = world
        .mis(SCOPE)
        .post_with_key("/v1/concerns", &body, &key)
        .expect(201);
    assert_eq!(again.json(), first.json());
    assert_eq!(all(&world.client("ruth"), "/v1/concerns").len(), 1);
}

#[test]
fn a_change_is_replayed_before_its_revision_is_compared() {
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let body = threats(&world, world.oakfield().amara);
    let concern = crate::steps::raise(&world.client("priya"), &body);
    let path = format!("{}/triage", concern.address());
    let body = json!({"decision": {"kind": "open_case"}, "reason": "Threats."});
    let key = new_key();
    let headers = [("idempotency-key", key.as_str()), ("if-match", "\"0\"")];
    let first = ruth.send("POST", &path, Some(&body), &headers).expect(201);
    let again = ruth.send("POST", &path, Some(&body), &headers).expect(201);
    assert_eq!(again.json(), first.json());
    assert_eq!(all(&ruth, "/v1/cases").len(), 1);
}

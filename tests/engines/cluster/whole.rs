//! Every role by itself.

use lanyard_tests::Client;
use lanyard_tests::cluster::{Installation, concern, open_academy, verified};

#[test]
fn a_concern_goes_its_whole_way_through_roles_that_are_processes_of_their_own() {
    let installation = Installation::begin();
    let _worker = installation.serve("worker-1", "worker");
    let _recorder = installation.serve("recorder-1", "recorder");
    let first = installation.serve("api-1", "api");
    let second = installation.serve("api-2", "api");
    let miriam = installation.miriam(&first);
    let academy = open_academy(&miriam);
    let raised = miriam.post("/v1/concerns", &concern(&academy)).expect(201);
    let position = raised.header("lanyard-position").unwrap().to_owned();

    // Another replica, told what the client has seen, shows it at once.
    let elsewhere = installation.miriam(&second);
    let address = format!("/v1/concerns/{}", raised.field("id"));
    let seen = [("lanyard-position", position.as_str())];
    let shown = elsewhere
        .send("GET", &address, None, &seen)
        .expect(200)
        .json();
    assert_eq!(shown["account"]["text"], "Pushed in the corridor again.");

    // The receipt, signed by the worker, is served by an api that has no log key.
    verified(&installation, &elsewhere, &raised.field("receipt"));
}

#[test]
fn a_repeat_at_another_replica_gets_the_first_answer() {
    let installation = Installation::begin();
    let _worker = installation.serve("worker-1", "worker");
    let _recorder = installation.serve("recorder-1", "recorder");
    let first = installation.serve("api-1", "api");
    let second = installation.serve("api-2", "api");
    let academy = open_academy(&installation.miriam(&first));
    let key = lanyard_tests::key_of_now();
    let headers = [("idempotency-key", key.as_str())];
    let body = concern(&academy);
    let raise = |who: Client| {
        who.send("POST", "/v1/concerns", Some(&body), &headers)
            .expect(201)
    };
    let at_first = raise(installation.miriam(&first));
    let at_second = raise(installation.miriam(&second));
    assert_eq!(at_first.json(), at_second.json());
}

#[test]
fn a_position_that_was_never_given_out_is_refused_by_every_replica() {
    let installation = Installation::begin();
    let _worker = installation.serve("worker-1", "worker");
    let api = installation.serve("api-1", "api");
    let far = [("lanyard-position", "999999")];
    let answer = installation
        .miriam(&api)
        .send("GET", "/v1/me", None, &far)
        .expect(400);
    assert_eq!(answer.problem(), "position-beyond-head");
}

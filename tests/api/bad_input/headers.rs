//! Headers and addresses: revisions, keys, positions, ids that are none.

use lanyard_tests::new_key;
use serde_json::json;

use super::is_refused;
use crate::scene::scene;
use crate::steps::{etag, found};

#[test]
fn a_change_needs_the_revision_it_was_made_on() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let concern = scene.raise();
    let tag = etag(&ruth, &concern.address());
    let path = format!("{}/triage", concern.address());
    let body = json!({"decision": {"kind": "no_further_action"}, "reason": "A joke."});
    let on = |tags: &[&str]| {
        let key = new_key();
        let mut headers = vec![("idempotency-key", key.as_str())];
        headers.extend(tags.iter().map(|tag| ("if-match", *tag)));
        ruth.send("POST", &path, Some(&body), &headers)
    };
    is_refused(&on(&[]), 428, "precondition-required", &[]);
    for stale in ["\"7\"", "\"18446744073709551615\""] {
        is_refused(&on(&[stale]), 412, "stale", &[]);
    }
    for malformed in [
        "*",
        "0",
        "W/\"0\"",
        "\"0\", \"1\"",
        "\"00\"",
        "\"-1\"",
        "\"\"",
    ] {
        is_refused(&on(&[malformed]), 400, "if-match-malformed", &["If-Match"]);
    }
    is_refused(&on(&[&tag, &tag]), 400, "if-match-malformed", &["If-Match"]);
    assert_eq!(etag(&ruth, &concern.address()), tag, "nothing was changed");
    let _ = on(&[&tag]).expect(201);
    is_refused(&on(&[&tag]), 412, "stale", &[]);
}

#[test]
fn an_idempotency_key_is_needed_short_and_used_for_one_thing() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let mut body = scene.body();
    body["account"] = json!("A kittiwake in the hall.");
    let keyed = |keys: &[&str]| {
        let headers: Vec<_> = keys.iter().map(|key| ("idempotency-key", *key)).collect();
        priya.send("POST", "/v1/concerns", Some(&body), &headers)
    };
    is_refused(
        &keyed(&[]),
        400,
        "idempotency-key-missing",
        &["Idempotency-Key"],
    );
    for malformed in ["", "two words", &"k".repeat(129)] {
        let answer = keyed(&[malformed]);
        is_refused(
            &answer,
            400,
            "idempotency-key-malformed",
            &["Idempotency-Key"],
        );
    }
    let (one, two) = (new_key(), new_key());
    let answer = keyed(&[&one, &two]);
    is_refused(
        &answer,
        400,
        "idempotency-key-malformed",
        &["Idempotency-Key"],
    );
    assert_eq!(found(&ruth, "kittiwake").len(), 0);
    let _ = keyed(&[&one]).expect(201);
    let reused = priya.post_with_key("/v1/concerns", &scene.body(), &one);
    is_refused(&reused, 422, "idempotency-key-reused", &[]);
    assert_eq!(found(&ruth, "kittiwake").len(), 1);
}

#[test]
fn a_position_that_was_never_given_out_is_refused() {
    let scene = scene();
    let nobodys = scene.world.with_token(scene.world.token("ruth"));
    for position in ["-1", "01", "nine", "18446744073709551616"] {
        let answer = nobodys.send(
            "GET",
            "/v1/concerns",
            None,
            &[("lanyard-position", position)],
        );
        is_refused(&answer, 400, "position-malformed", &["Lanyard-Position"]);
    }
    let headers = [("lanyard-position", "18446744073709551615")];
    let answer = nobodys.send("GET", "/v1/concerns", None, &headers);
    is_refused(&answer, 400, "position-beyond-head", &["Lanyard-Position"]);
}

#[test]
fn addresses_that_make_no_sense_lead_nowhere() {
    let scene = scene();
    let ruth = scene.client("ruth");
    for path in [
        "/v1/concerns/nonsense",
        "/v1/concerns/%00",
        "/v1/concerns/%ff%fe",
        "/v1/concerns/..%2f..%2fetc%2fpasswd",
        "/v1/cases/018F4E9A-0000-7000-8000-00000000DEAD",
        "/v1/cases/'%20OR%201=1",
        "/v1/nothing",
        "/",
    ] {
        assert_eq!(ruth.get(path).status, 404, "{path}");
    }
    let long = format!("/v1/concerns/{}", "a".repeat(20_000));
    let status = ruth.get(&long).status;
    assert!((400..500).contains(&status), "{status}");
}

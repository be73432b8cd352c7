//! Bodies that are no JSON, of another shape, too large or of another kind.

use lanyard_tests::new_key;
use serde_json::json;

use super::{bytes, concern, is_refused};
use crate::scene::scene;
use crate::steps::pointers;

#[test]
fn what_is_not_json_is_refused_with_the_place_where_it_stops() {
    let scene = scene();
    let priya = scene.client("priya");
    for body in [
        &b"{\"academy\": "[..],
        b"{\"academy\": 1,}",
        b"academy=oakfield",
        b"{} {}",
        b"\xff\xfe{}",
        b"{\"account\": \"\xc3\x28\"}",
        b"\"\\ud800\"",
        b"nul",
        b"{\"account\": \"one\", \"account\": \"two\"}",
    ] {
        is_refused(&bytes(&priya, body), 400, "malformed-json", &[]);
    }
    let answer = bytes(&priya, b"{\n  \"academy\": ?\n}");
    assert!(
        answer.field("detail").contains("line 2"),
        "{}",
        answer.text()
    );
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    is_refused(&bytes(&priya, &deep), 400, "malformed-json", &[]);
}

#[test]
fn json_of_another_shape_is_refused_at_the_field() {
    let scene = scene();
    let priya = scene.client("priya");
    for body in ["[]", "null", "7", "\"a concern\"", "true"] {
        is_refused(&bytes(&priya, body.as_bytes()), 422, "invalid-body", &[""]);
    }
    is_refused(&bytes(&priya, b""), 422, "invalid-body", &["/academy"]);
    for (place, value) in [
        ("/danger_now", json!("yes")),
        ("/account", json!(7)),
        ("/account", json!(null)),
        ("/people", json!({"pupil": 1})),
        ("/people/0/person/id", json!(7)),
        (
            "/people/0/person/id",
            json!("018F4E9A-0000-7000-8000-00000000DEAD"),
        ),
        ("/people/0/role", json!("bystander")),
        ("/people/0/person/kind", json!("ghost")),
        ("/place/kind", json!("on_the_moon")),
        ("/place/accounts", json!("fox_1902")),
        ("/about_adult", json!(false)),
        ("/academy", json!("oakfield")),
        ("/late_entry", json!("yesterday")),
        ("/late_entry", json!(1_700_000_000)),
        ("/body_map", json!([7])),
    ] {
        let answer = concern(&scene, |body| match body.pointer_mut(place) {
            Some(field) => *field = value.clone(),
            None => body[&place[1..]] = value.clone(),
        });
        assert_eq!(
            (answer.status, &*answer.problem()),
            (422, "invalid-body"),
            "{place}"
        );
        let found = pointers(&answer);
        // A kind decides the shape around it, so its place is that of the whole.
        let parent = place.rsplit_once('/').map(|(parent, _)| parent.to_owned());
        let named =
            found == [place] || Some(found[0].clone()) == parent || found[0].starts_with(place);
        assert!(named, "{place}: {}", answer.text());
    }
}

#[test]
fn unknown_fields_are_refused_wherever_they_stand() {
    let scene = scene();
    for (place, pointer) in [
        ("", "/colour"),
        ("/place", "/place/colour"),
        ("/people/0", "/people/0/colour"),
        ("/people/0/person", "/people/0/person/colour"),
    ] {
        let answer = concern(&scene, |body| {
            let within = body.pointer_mut(place).unwrap();
            within["colour"] = json!("red");
        });
        is_refused(&answer, 422, "invalid-body", &[pointer]);
        assert_eq!(answer.json()["errors"][0]["code"], "unknown_field");
    }
    let ruth = scene.client("ruth");
    let note = json!({"kind": "note", "text": "Hello.", "colour": "red"});
    let answer = ruth.post(&format!("{}/notes", scene.case), &note);
    is_refused(&answer, 422, "invalid-body", &["/colour"]);
    let search = ruth.post("/v1/search", &json!({"text": "x", "colour": "red"}));
    is_refused(&search, 422, "invalid-body", &["/colour"]);
}

#[test]
fn a_body_over_the_limit_or_of_another_kind_is_refused() {
    let scene = scene();
    let priya = scene.client("priya");
    let body = |length: usize| {
        let mut body = scene.body().to_string().into_bytes();
        body.resize(length, b' ');
        body
    };
    const LIMIT: usize = 256 * 1024;
    let _ = bytes(&priya, &body(LIMIT)).expect(201);
    for length in [LIMIT + 1, 3 * 1024 * 1024] {
        is_refused(&bytes(&priya, &body(length)), 413, "body-too-large", &[]);
    }
    for header in [
        ("content-type", "text/plain"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-type", "application/json; charset=utf-16"),
        ("content-encoding", "gzip"),
    ] {
        let key = new_key();
        let headers = [("idempotency-key", key.as_str()), header];
        let answer = priya.send_bytes("POST", "/v1/concerns", Some(body(1_024)), &headers);
        is_refused(&answer, 415, "unsupported-media-type", &[]);
    }
}

//! Bad input is a clear error of the caller's, with its place, and changes nothing.

use lanyard::demo::School;
use lanyard_tests::{Answer, Client, new_key};
use serde_json::{Value, json};

use crate::pupils::new_pupil;
use crate::scene::{Scene, scene};
use crate::steps::{NOTHING, all, at, etag, id_of, pointers, pupil, raise, staff, threats, triage};

/// A refusal as it must be: status, code, place, of the media type of problems.
#[track_caller]
fn is_refused(answer: &Answer, status: u16, code: &str, places: &[&str]) {
    let met = (answer.status, answer.problem());
    assert_eq!(met, (status, code.to_owned()), "{}", answer.text());
    assert_eq!(pointers(answer), places, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    let body = answer.json();
    assert_eq!(body["status"], json!(status));
    for words in ["title", "detail"] {
        assert!(
            body[words].as_str().is_some_and(|text| !text.is_empty()),
            "{body}"
        );
    }
}

/// A concern with one thing wrong with it.
fn concern(scene: &Scene, change: impl Fn(&mut Value)) -> Answer {
    let mut body = scene.body();
    change(&mut body);
    scene.client("priya").post("/v1/concerns", &body)
}

fn bytes(by: &Client, body: &[u8]) -> Answer {
    let headers = [("idempotency-key", &*new_key())];
    by.send_bytes("POST", "/v1/concerns", Some(body.to_vec()), &headers)
}

/// Everything on the records of matters and people, however many other tests run in this trust.
fn on_record(scene: &Scene, marker: &str) -> usize {
    crate::steps::found(&scene.client("miriam"), marker).len()
}

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
fn over_long_and_empty_texts_are_refused_and_the_longest_is_taken() {
    let scene = scene();
    let long = |chars: usize| json!("é".repeat(chars));
    for (place, chars) in [
        ("/account", 20_000),
        ("/childs_words", 5_000),
        ("/action_taken", 5_000),
        ("/place/platform", 200),
    ] {
        let set = |body: &mut Value, value: Value| *body.pointer_mut(place).unwrap() = value;
        let answer = concern(&scene, |body| set(body, long(chars + 1)));
        is_refused(&answer, 422, "invalid-body", &[place]);
        assert_eq!(answer.json()["errors"][0]["code"], "text_too_long");
        let _ = concern(&scene, |body| set(body, long(chars))).expect(201);
        let answer = concern(&scene, |body| set(body, json!("a\u{0}b")));
        is_refused(&answer, 422, "invalid-body", &[place]);
        let answer = concern(&scene, |body| set(body, json!(" \t")));
        is_refused(&answer, 422, "invalid-body", &[place]);
    }
    let many = json!(vec![scene.body()["people"][0].clone(); 51]);
    let answer = concern(&scene, |body| body["people"] = many.clone());
    assert!(pointers(&answer.expect(422)).contains(&"/people".to_owned()));
}

#[test]
fn unknown_ids_and_words_are_refused_at_their_place() {
    let scene = scene();
    for (place, value, pointer) in [
        ("/category", json!("gossip"), "/category"),
        ("/people/0/person", pupil(NOTHING), "/people/0/person/id"),
        ("/people/0/person", staff(NOTHING), "/people/0/person/id"),
    ] {
        let answer = concern(&scene, |body| {
            *body.pointer_mut(place).unwrap() = value.clone()
        });
        is_refused(&answer, 422, "invalid-body", &[pointer]);
    }
    let answer = concern(&scene, |body| {
        body["body_map"] = json!([{"region": "soul", "side": "front", "description": "A mark."}]);
    });
    is_refused(&answer, 422, "invalid-body", &["/body_map/0/region"]);
    let answer = concern(&scene, |body| body["academy"] = json!(NOTHING));
    is_refused(&answer, 403, "forbidden", &[]);
    let mut nowhere = scene.body();
    nowhere["academy"] = json!(NOTHING);
    let answer = scene.client("miriam").post("/v1/concerns", &nowhere);
    assert!(matches!(answer.status, 404 | 422), "{}", answer.text());
    let answer = concern(&scene, |body| {
        body["late_entry"] = json!("2027-01-01T09:00:00Z")
    });
    is_refused(&answer, 422, "invalid-body", &["/late_entry"]);
    assert!(at(&json!("2027-01-01T09:00:00Z")) > lanyard_tests::moment("2026-11-10T14:05"));
}

#[test]
fn a_unique_pupil_number_with_a_wrong_check_letter_is_refused() {
    let scene = scene();
    let dev = scene.client("dev");
    for upn in [
        "B801200001001",
        "H80120000100",
        "H8012000010011",
        "h801200001001",
        "I801200001001",
    ] {
        let mut body = new_pupil(&scene, upn);
        body["surname"] = json!("Wrongletter");
        let answer = dev.post("/v1/pupils", &body);
        is_refused(&answer, 422, "invalid-body", &["/upn"]);
    }
    let found = dev.post("/v1/pupils/search", &json!({"name": "Wrongletter"}));
    assert_eq!(found.expect(200).json()["items"], json!([]));
}

#[test]
fn the_wrong_academy_is_refused() {
    let scene = scene();
    let world = &scene.world;
    let beacon = world.academy(School::Beacon);
    let answer = concern(&scene, |body| body["academy"] = json!(beacon));
    is_refused(&answer, 403, "forbidden", &[]);
    let at_oakfield = world.mis_of(&[School::Oakfield], "concerns:write pupils:write");
    let mut body = scene.body();
    body["reporter"] = json!({"kind": "anonymous"});
    let _ = at_oakfield.post("/v1/concerns", &body).expect(201);
    body["academy"] = json!(beacon);
    is_refused(
        &at_oakfield.post("/v1/concerns", &body),
        403,
        "forbidden",
        &[],
    );
    // Miriam sees both academies: what belongs to one still does not join the other.
    let mut theirs = threats(world, world.oakfield().amara);
    theirs["academy"] = json!(beacon);
    let miriam = scene.client("miriam");
    let concern = raise(&miriam, &theirs);
    let join = json!({"kind": "add_to_case", "case": id_of(&scene.case)});
    let answer = triage(&miriam, &concern, &join, "The same chat.");
    is_refused(&answer, 422, "case-of-another-academy", &["/decision/case"]);
}

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
    let priya = scene.client("priya");
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
    assert_eq!(on_record(&scene, "kittiwake"), 0);
    let _ = keyed(&[&one]).expect(201);
    let reused = priya.post_with_key("/v1/concerns", &scene.body(), &one);
    is_refused(&reused, 422, "idempotency-key-reused", &[]);
    assert_eq!(on_record(&scene, "kittiwake"), 1);
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

#[test]
fn none_of_it_changes_anything() {
    let world = lanyard_tests::World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let address = concern.address();
    let before = world.recorded();
    let refused = |answer: Answer| {
        assert!((400..500).contains(&answer.status), "{}", answer.text());
    };
    refused(bytes(&priya, b"{"));
    for change in [
        json!({"category": "gossip"}),
        json!({"danger_now": "yes"}),
        json!({"colour": "red"}),
        json!({"account": "x".repeat(20_001)}),
        json!({"academy": NOTHING}),
        json!({"people": [{"person": pupil(NOTHING), "role": "affected"}]}),
    ] {
        let mut body = threats(&world, world.oakfield().amara);
        let fields = change.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(fields);
        refused(priya.post("/v1/concerns", &body));
    }
    let triage = json!({"decision": {"kind": "open_case"}, "reason": "Threats."});
    refused(ruth.post(&format!("{address}/triage"), &triage));
    refused(ruth.post_on(&format!("{address}/triage"), "\"9\"", &triage));
    refused(ruth.change(
        &address,
        "triage",
        &json!({"decision": {"kind": "open_case"}, "reason": ""}),
    ));
    refused(
        world
            .client("grace")
            .post_on(&format!("{address}/triage"), "\"0\"", &triage),
    );
    refused(
        world
            .nobody()
            .post_on(&format!("{address}/triage"), "\"0\"", &triage),
    );
    refused(bytes(&priya, &b" ".repeat(300 * 1024)));
    assert_eq!(world.recorded(), before);
    assert_eq!(all(&ruth, "/v1/cases"), [json!(null); 0]);
}

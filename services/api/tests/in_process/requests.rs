//! What is let in, and what comes of it when it is not.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use lanyard_api::{Effect, ROUTES, Verb, Who};
use serde_json::json;

use crate::stand::{ACADEMY, Stand, open_settings, send};

/// A path with an id that nothing has in every place.
fn filled(path: &str) -> String {
    path.split('/')
        .map(|part| match part {
            "{path}" => "0/000",
            part if part.starts_with('{') => "018f4e9a-0000-7000-8000-00000000dead",
            part => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn method(verb: Verb) -> Method {
    match verb {
        Verb::Get => Method::GET,
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
    }
}

#[actix_web::test]
async fn every_route_that_needs_a_token_asks_for_one_before_anything_else() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    for route in ROUTES {
        let request = TestRequest::with_uri(&filled(route.path))
            .method(method(route.verb))
            .set_payload("{");
        let got = send(&api, request).await;
        if route.who == Who::Caller {
            assert_eq!(got.status, 401, "{}", route.template);
            assert_eq!(got.problem(), "token-missing", "{}", route.template);
            assert_eq!(got.header("www-authenticate"), Some("Bearer"));
        } else {
            assert_ne!(got.status, 401, "{}", route.template);
        }
    }
}

#[actix_web::test]
async fn a_good_token_of_nobody_on_the_register_is_forbidden() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let request = TestRequest::get()
        .uri("/v1/me")
        .insert_header(stand.stranger());
    let got = send(&api, request).await;
    assert_eq!(
        (got.status, got.problem()),
        (403, "unknown-person".to_owned())
    );
}

#[actix_web::test]
async fn a_bad_token_says_which_check_failed() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let (name, good) = stand.client();
    let cut = &good[..good.len() - 4];
    let request = TestRequest::get().uri("/v1/me").insert_header((name, cut));
    let got = send(&api, request).await;
    assert_eq!(
        (got.status, got.problem()),
        (401, "token-refused".to_owned())
    );
    let challenge = got.header("www-authenticate").unwrap();
    assert!(
        challenge.contains("signature does not verify"),
        "{challenge}"
    );
}

#[actix_web::test]
async fn every_post_that_changes_needs_an_idempotency_key() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    for route in ROUTES.iter().filter(|route| route.verb == Verb::Post) {
        let request = TestRequest::post()
            .uri(&filled(route.path))
            .insert_header(stand.client())
            .set_json(json!({}));
        let got = send(&api, request).await;
        if route.changes() {
            let met = (got.status, got.problem());
            assert_eq!(
                met,
                (400, "idempotency-key-missing".to_owned()),
                "{}",
                route.template
            );
        } else {
            assert_eq!(got.status, 422, "{}: a field is missing", route.template);
        }
    }
}

#[actix_web::test]
async fn bodies_that_are_not_what_is_asked_for_are_the_callers_fault() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let long = format!("{{\"account\": \"{}\"}}", "a".repeat(5_000));
    let cases = [
        ("application/json", "{", 400, "malformed-json"),
        ("application/json", "[]", 422, "invalid-body"),
        ("application/json", "{\"colour\": 1}", 422, "invalid-body"),
        ("text/plain", "{}", 415, "unsupported-media-type"),
        ("application/json", long.as_str(), 413, "body-too-large"),
    ];
    for (kind, body, status, code) in cases {
        let request = TestRequest::post()
            .uri("/v1/concerns")
            .insert_header(stand.client())
            .insert_header(("idempotency-key", "k"))
            .insert_header(("content-type", kind))
            .set_payload(body.to_owned());
        let got = send(&api, request).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (status, code),
            "{body:.30}"
        );
        assert_eq!(got.header("etag"), None);
        assert_eq!(got.header("lanyard-position"), None);
    }
}

#[actix_web::test]
async fn malformed_headers_and_queries_are_named() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let change = |header: (&'static str, &'static str)| {
        TestRequest::put()
            .uri("/v1/academies/018f4e9a-0000-7000-8000-0000000000a1/calendar")
            .insert_header(header)
            .set_json(json!({"terms": []}))
    };
    let read = |uri: &str| TestRequest::get().uri(uri);
    let cases = [
        (change(("if-match", "*")), "if-match-malformed"),
        (change(("if-match", "W/\"1\"")), "if-match-malformed"),
        (
            change(("idempotency-key", "two words")),
            "idempotency-key-malformed",
        ),
        (
            read("/v1/me").insert_header(("lanyard-position", "soon")),
            "position-malformed",
        ),
        (
            read("/v1/me").insert_header(("lanyard-position", "999")),
            "position-beyond-head",
        ),
        (read("/v1/me?colour=red"), "bad-query"),
        (read("/v1/cases?limit=0"), "bad-query"),
        (read("/v1/cases?limit=201"), "bad-query"),
        (read("/v1/cases?state=lost"), "bad-query"),
        (read("/v1/cases?academy=oakfield"), "bad-query"),
        (read("/v1/cases?cursor=%20"), "bad-query"),
        (read("/v1/cases?limit=1&limit=2"), "bad-query"),
        (read("/v1/access-log?actor=me"), "bad-query"),
    ];
    for (number, (request, code)) in cases.into_iter().enumerate() {
        let got = send(&api, request.insert_header(stand.client())).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (400, code),
            "case {number}"
        );
    }
}

#[actix_web::test]
async fn absent_malformed_and_unknown_addresses_answer_alike() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let mut answers = Vec::new();
    for uri in [
        "/v1/cases/018f4e9a-0000-7000-8000-00000000dead",
        "/v1/cases/018F4E9A-0000-7000-8000-00000000DEAD",
        "/v1/cases/1",
        "/v1/cases/nonsense/timeline",
        "/v1/concerns/018f4e9a-0000-7000-8000-00000000dead",
        "/v1/pupils/x",
        "/v1/receipts/x",
        "/v1/nowhere",
        "/nowhere?q=1",
        "/v1/cases/",
    ] {
        let request = TestRequest::get().uri(uri).insert_header(stand.client());
        let mut got = send(&api, request).await;
        assert_eq!(got.status, 404, "{uri}");
        got.headers.retain(|(name, _)| name != "x-request-id");
        got.headers.sort();
        answers.push((got.headers, got.body));
    }
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
}

#[actix_web::test]
async fn another_method_is_answered_with_those_allowed() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    for (method, uri, allowed) in [
        (Method::DELETE, "/v1/concerns", "GET, HEAD, POST"),
        (Method::PATCH, "/v1/cases/x", "GET, HEAD"),
        (Method::GET, "/v1/cases/x/notes", "POST"),
        (Method::POST, "/v1/pupils/x/details", "PUT"),
        (Method::POST, "/healthz", "GET, HEAD"),
    ] {
        let got = send(&api, TestRequest::with_uri(uri).method(method)).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (405, "method-not-allowed"),
            "{uri}"
        );
        assert_eq!(got.header("allow"), Some(allowed), "{uri}");
    }
}

#[actix_web::test]
async fn a_client_sees_itself() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let request = TestRequest::get()
        .uri("/v1/me")
        .insert_header(stand.client());
    let got = send(&api, request).await;
    assert_eq!(got.status, 200);
    assert_eq!(got.header("lanyard-position"), Some("0"));
    let me = got.json();
    assert_eq!(me["actor"], "client:018f4e9a-0000-7000-8000-0000000000d1");
    assert_eq!(me["client"]["academies"], json!([ACADEMY]));
    assert_eq!(me["roles"], json!([]));
}

#[actix_web::test]
async fn the_head_of_an_answer_can_be_asked_for_alone() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    for route in ROUTES.iter().filter(|route| route.who == Who::Anyone) {
        let uri = filled(route.path);
        let got = send(&api, TestRequest::get().uri(&uri)).await;
        let head = send(&api, TestRequest::with_uri(&uri).method(Method::HEAD)).await;
        assert_eq!(head.status, got.status, "{uri}");
    }
}

#[test]
fn only_posts_begin_add_and_change_and_only_puts_replace() {
    for route in ROUTES {
        let fits = match route.effect {
            Effect::Reads => route.verb != Verb::Put,
            Effect::ReadsContent => route.verb == Verb::Get,
            Effect::Begins | Effect::Adds | Effect::Changes => route.verb == Verb::Post,
            Effect::Replaces => route.verb == Verb::Put,
        };
        assert!(fits, "{}", route.template);
    }
}

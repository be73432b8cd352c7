//! What comes of bodies, good and bad.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use actix_web::error::PayloadError;
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use lanyard_http::concern::{CorrectConcern, RaiseConcern, TriageConcern};
use serde_json::json;

use super::*;
use crate::settings::Settings;

fn settings() -> Settings {
    Settings {
        body_bytes: 1_000,
        body_timeout: Duration::from_millis(50),
        ..Settings::default()
    }
}

async fn sent(request: TestRequest) -> Result<Sent, ApiError> {
    let (request, payload) = request.to_http_parts();
    read(&request, payload, Allowed::of(&settings())).await
}

fn json_request(body: &str) -> TestRequest {
    TestRequest::post()
        .insert_header((CONTENT_TYPE, "application/json"))
        .set_payload(body.to_owned())
}

fn concern() -> Value {
    json!({
        "academy": "018f4e9a-0000-7000-8000-0000000000a1",
        "about_adult": "no",
        "category": "cyber_bullying",
        "people": [{"person": {"kind": "pupil", "id": "018f4e9a-0000-7000-8000-0000000000b1"}, "role": "affected"}],
        "place": {"kind": "online", "platform": "a group chat"},
        "account": "Amara Example showed me messages.",
        "danger_now": false
    })
}

fn mistake<B: DeserializeOwned + std::fmt::Debug>(body: Value) -> FieldError {
    let error = Sent(body).parse::<B>().unwrap_err();
    assert_eq!(error.problem().status, 422);
    error.problem().errors[0].clone()
}

#[actix_web::test]
async fn a_concern_is_taken() {
    let body = sent(json_request(&concern().to_string())).await.unwrap();
    let concern: RaiseConcern = body.parse().unwrap();
    assert_eq!(concern.category, "cyber_bullying");
    assert!(!concern.danger_now);
}

#[actix_web::test]
async fn what_is_not_json_is_malformed() {
    for bad in [
        "{",
        "nonsense",
        "{\"a\":1}x",
        "{\"a\":1,\"a\":2}",
        "[{\"a\":{\"b\":1,\"b\":1}}]",
        "[1,]",
        "\u{0}",
        &"[".repeat(500),
    ] {
        let error = sent(json_request(bad)).await.unwrap_err();
        assert_eq!(error.problem().status, 400, "{bad}");
        assert_eq!(error.problem().code(), "malformed-json");
    }
    let latin = TestRequest::post()
        .insert_header((CONTENT_TYPE, "application/json"))
        .set_payload(&b"{\"a\":\"\xe9\"}"[..]);
    assert_eq!(sent(latin).await.unwrap_err().problem().status, 400);
}

#[actix_web::test]
async fn only_plain_json_is_taken() {
    for (kind, taken) in [
        ("application/json", true),
        ("application/json; charset=utf-8", true),
        ("Application/JSON;charset=UTF-8", true),
        ("application/json; charset=latin1", false),
        ("text/plain", false),
        ("application/x-www-form-urlencoded", false),
        ("application/jsonp", false),
    ] {
        let request = TestRequest::post()
            .insert_header((CONTENT_TYPE, kind))
            .set_payload("{}");
        let status = sent(request).await.map_err(|error| error.problem().status);
        assert_eq!(status.err(), (!taken).then_some(415), "{kind}");
    }
    let compressed = json_request("{}").insert_header((CONTENT_ENCODING, "gzip"));
    assert_eq!(sent(compressed).await.unwrap_err().problem().status, 415);
    let untyped = TestRequest::post().set_payload("{}");
    assert_eq!(sent(untyped).await.unwrap_err().problem().status, 415);
}

#[actix_web::test]
async fn a_body_that_was_left_out_is_empty() {
    let nothing: lanyard_http::case::Nothing =
        sent(TestRequest::post()).await.unwrap().parse().unwrap();
    assert_eq!(nothing, lanyard_http::case::Nothing {});
}

#[actix_web::test]
async fn a_body_over_the_limit_is_too_large() {
    let body = |length: usize| format!("\"{}\"", "a".repeat(length - 2));
    assert!(sent(json_request(&body(1_000))).await.is_ok());
    for length in [1_001, 5_000, 50_000] {
        let error = sent(json_request(&body(length))).await.unwrap_err();
        assert_eq!(error.problem().status, 413, "{length}");
    }
}

#[actix_web::test]
async fn a_body_that_does_not_come_is_given_up() {
    let (request, _) = json_request("").to_http_parts();
    let payload = Payload::Stream {
        payload: futures_util::stream::pending::<Result<Bytes, PayloadError>>().boxed_local(),
    };
    let error = read(&request, payload, Allowed::of(&settings()))
        .await
        .unwrap_err();
    assert_eq!(error.problem().status, 408);
}

#[test]
fn mistakes_are_named_by_pointer_and_never_repeated() {
    let mut body = concern();
    body["people"][0]["role"] = json!("ringleader Amara");
    let error = mistake::<RaiseConcern>(body);
    assert_eq!(error.pointer, "/people/0/role");
    assert_eq!(error.code, "unknown_value");
    assert!(!error.detail.contains("Amara"), "{}", error.detail);

    let mut body = concern();
    body["danger_now"] = json!("Amara");
    let error = mistake::<RaiseConcern>(body);
    assert_eq!(
        (error.pointer.as_str(), &*error.code),
        ("/danger_now", "wrong_type")
    );
    assert_eq!(error.detail, "Expected a boolean.");

    let mut body = concern();
    body.as_object_mut().unwrap().remove("account");
    let error = mistake::<RaiseConcern>(body);
    assert_eq!(
        (error.pointer.as_str(), &*error.code),
        ("/account", "missing")
    );

    let mut body = concern();
    body["place"]["colour/shade"] = json!(1);
    let error = mistake::<RaiseConcern>(body);
    assert_eq!(
        (error.pointer.as_str(), &*error.code),
        ("/place/colour~1shade", "unknown_field")
    );

    let mut body = concern();
    body["academy"] = json!("OAKFIELD");
    let error = mistake::<RaiseConcern>(body);
    assert_eq!(
        (error.pointer.as_str(), &*error.code),
        ("/academy", "bad_value")
    );
    assert!(!error.detail.contains("OAKFIELD"));
}

#[test]
fn shapes_chosen_by_kind_refuse_unknown_kinds_and_fields() {
    let error = mistake::<CorrectConcern>(json!({"kind": "eraser"}));
    assert_eq!(error.code, "unknown_value");
    let decision = json!({"decision": {"kind": "monitor", "until": "later"}, "reason": "x"});
    let error = mistake::<TriageConcern>(decision);
    assert_eq!(error.code, "unknown_field");
    assert_eq!(error.pointer, "/decision/until");
    let none = json!({"decision": {"kind": "no_further_action", "x": 1}, "reason": "x"});
    assert_eq!(mistake::<TriageConcern>(none).code, "unknown_field");
}

#[test]
fn the_content_is_the_same_for_the_same_meaning_only() {
    let one = Sent(serde_json::from_str(r#"{"a": 1, "b": [true]}"#).unwrap());
    let other = Sent(serde_json::from_str("{\"b\":[true],\n\"a\":1}").unwrap());
    assert_eq!(one.content("/v1/concerns"), other.content("/v1/concerns"));
    assert_ne!(one.content("/v1/concerns"), one.content("/v1/pupils"));
    let changed = Sent(serde_json::from_str(r#"{"a": 1, "b": [false]}"#).unwrap());
    assert_ne!(one.content("/v1/concerns"), changed.content("/v1/concerns"));
}

#[test]
fn values_are_counted_without_reading_them() {
    for (json, most) in [
        ("7", 1),
        ("[]", 2),
        (r#"{"a":[1,2]}"#, 4),
        (r#""a,b[c{""#, 1),
        (r#"["a\",b",{}]"#, 4),
    ] {
        assert_eq!(most_values(json.as_bytes()), most, "{json}");
    }
}

#[actix_web::test]
async fn a_short_body_of_very_many_values_is_too_large() {
    let (request, payload) = json_request("[1,2,3,4]").to_http_parts();
    let mut allowed = Allowed::of(&settings());
    allowed.values = 4;
    let error = read(&request, payload, allowed).await.unwrap_err();
    assert_eq!(error.problem().code(), "body-too-large");
}

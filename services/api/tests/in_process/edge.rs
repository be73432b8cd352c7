//! What is on every answer, and what becomes of a request that never ends.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::test::TestRequest;
use lanyard_api::Settings;

use crate::stand::{Stand, open_settings, send};

#[actix_web::test]
async fn every_answer_has_a_name_and_its_guards() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let mut names = BTreeSet::new();
    for uri in [
        "/healthz",
        "/v1/me",
        "/nowhere",
        "/docs/",
        "/log/checkpoint",
    ] {
        let got = send(&api, TestRequest::get().uri(uri)).await;
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(got.header(name), Some(value), "{uri} {name}");
        }
        let policy = got.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{uri}");
        assert!(names.insert(got.header("x-request-id").unwrap().to_owned()));
    }
}

#[actix_web::test]
async fn a_request_that_takes_too_long_is_answered() {
    let stand = Stand::new(Settings {
        request_timeout: Duration::ZERO,
        ..open_settings()
    })
    .await;
    let api = stand.api().await;
    // A POST is cut off while its body is awaited: whether it was recorded, nobody can say.
    let (sender, payload) = actix_http::h1::Payload::create(false);
    let request = TestRequest::post()
        .uri("/v1/pupils/search")
        .insert_header(stand.client())
        .insert_header(("content-type", "application/json"))
        .to_request()
        .replace_payload(actix_web::dev::Payload::from(payload))
        .0;
    let error = actix_web::dev::Service::call(&api, request)
        .await
        .unwrap_err();
    let response = error.error_response();
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("x-request-id"));
    assert!(response.headers().contains_key("retry-after"));
    drop(sender);
}

#[actix_web::test]
async fn a_panic_is_a_fault_and_the_server_goes_on() {
    let stand = Stand::that_panics().await;
    let api = stand.api().await;
    let me = TestRequest::get()
        .uri("/v1/me")
        .insert_header(stand.client());
    let got = send(&api, me).await;
    assert_eq!((got.status, got.problem().as_str()), (500, "fault"));
    assert!(got.header("x-request-id").is_some());
    assert!(!String::from_utf8_lossy(&got.body).contains("Amara"));
    let up = send(&api, TestRequest::get().uri("/healthz")).await;
    assert_eq!(up.status, 200);
    let metrics = send(&api, TestRequest::get().uri("/metrics")).await;
    let metrics = String::from_utf8_lossy(&metrics.body).into_owned();
    assert!(metrics.contains("lanyard_http_panics_total 1"), "{metrics}");
}

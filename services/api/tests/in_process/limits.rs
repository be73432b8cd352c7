//! What one caller may ask for.

use actix_web::test::TestRequest;
use lanyard_api::Settings;

use crate::stand::{Stand, a_minute, open_settings, send};

fn absent(stand: &Stand) -> TestRequest {
    TestRequest::get()
        .uri("/v1/cases/018f4e9a-0000-7000-8000-00000000dead")
        .insert_header(stand.client())
}

#[actix_web::test]
async fn who_asks_for_what_is_not_shown_too_often_has_to_wait() {
    let stand = Stand::new(Settings {
        not_shown_per_minute: a_minute(60),
        ..open_settings()
    })
    .await;
    let api = stand.api().await;
    for asked in 0..60 {
        assert_eq!(send(&api, absent(&stand)).await.status, 404, "{asked}");
    }
    let got = send(&api, absent(&stand)).await;
    assert_eq!(
        (got.status, got.problem().as_str()),
        (429, "too-many-not-shown")
    );
    let seconds: u64 = got.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    // What is no content is answered all the same.
    let me = TestRequest::get()
        .uri("/v1/me")
        .insert_header(stand.client());
    assert_eq!(send(&api, me).await.status, 200);
}

#[actix_web::test]
async fn without_a_limit_nobody_waits() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    for _ in 0..100 {
        assert_eq!(send(&api, absent(&stand)).await.status, 404);
    }
}

#[actix_web::test]
async fn who_asks_too_much_of_anything_has_to_wait() {
    let stand = Stand::new(Settings {
        requests_per_minute: a_minute(3),
        ..open_settings()
    })
    .await;
    let api = stand.api().await;
    let me = || {
        TestRequest::get()
            .uri("/v1/me")
            .insert_header(stand.client())
    };
    for _ in 0..3 {
        assert_eq!(send(&api, me()).await.status, 200);
    }
    let got = send(&api, me()).await;
    assert_eq!(
        (got.status, got.problem().as_str()),
        (429, "too-many-requests")
    );
    assert!(got.header("retry-after").is_some());
}

/// A report that somebody sends through the ingress.
fn report(by: &str) -> TestRequest {
    TestRequest::post()
        .uri("/public/018f4e9a-0000-7000-8000-0000000000a1/concerns")
        .peer_addr("10.1.2.3:4711".parse().unwrap())
        .insert_header(("x-forwarded-for", format!("198.51.100.66, {by}")))
}

#[actix_web::test]
async fn behind_a_named_proxy_each_sender_has_a_limit_of_their_own() {
    let stand = Stand::new(Settings {
        trusted_proxies: "10.0.0.0/8".parse().unwrap(),
        ..open_settings()
    })
    .await;
    let api = stand.api().await;
    for sent in 0..60 {
        let got = send(&api, report("203.0.113.9")).await;
        assert_ne!(got.status, 429, "{sent}");
    }
    let got = send(&api, report("203.0.113.9")).await;
    assert_eq!(
        (got.status, got.problem().as_str()),
        (429, "too-many-reports")
    );
    assert_ne!(send(&api, report("203.0.113.10")).await.status, 429);
}

#[actix_web::test]
async fn where_no_proxy_is_named_a_header_gives_nobody_a_new_limit() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    for sent in 0..60 {
        let got = send(&api, report(&format!("203.0.113.{sent}"))).await;
        assert_ne!(got.status, 429, "{sent}");
    }
    let got = send(&api, report("203.0.113.99")).await;
    assert_eq!(got.status, 429);
}

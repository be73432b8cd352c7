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

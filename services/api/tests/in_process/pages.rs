//! What needs no log-in: health, metrics, the description, the pages about it.

use actix_web::test::TestRequest;
use lanyard_api::{MetricsReaders, Settings};

use crate::stand::{Stand, open_settings, send};

#[actix_web::test]
async fn a_process_says_that_it_is_up_and_ready() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let up = send(&api, TestRequest::get().uri("/healthz")).await;
    assert_eq!((up.status, up.json()["status"].as_str()), (200, Some("up")));
    let ready = send(&api, TestRequest::get().uri("/readyz")).await;
    assert_eq!(ready.status, 200, "{}", ready.json());
    assert_eq!(ready.json()["ready"], true);
}

#[actix_web::test]
async fn metrics_count_by_template_and_never_by_address() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    for uri in [
        "/healthz",
        "/v1/cases/secret-looking-thing",
        "/no/such/place",
    ] {
        send(&api, TestRequest::get().uri(uri)).await;
    }
    let got = send(&api, TestRequest::get().uri("/metrics")).await;
    let text = String::from_utf8(got.body).unwrap();
    for line in [
        r#"{method="GET",route="/healthz",status="200"} 1"#,
        r#"{method="GET",route="/v1/cases/{case}",status="401"} 1"#,
        r#"{method="GET",route="none",status="404"} 1"#,
    ] {
        let line = format!("lanyard_http_request_duration_seconds_count{line}");
        assert!(text.contains(&line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("secret-looking-thing"));
}

#[actix_web::test]
async fn metrics_are_for_nobody_unless_the_operator_says_so() {
    let settings = Settings {
        metrics: MetricsReaders::default(),
        ..open_settings()
    };
    let stand = Stand::new(settings).await;
    let api = stand.api().await;
    let got = send(&api, TestRequest::get().uri("/metrics")).await;
    assert_eq!((got.status, got.problem().as_str()), (404, "not-found"));
}

#[actix_web::test]
async fn the_description_and_its_pages_come_out_of_the_program() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    let got = send(&api, TestRequest::get().uri("/openapi.json")).await;
    assert_eq!(got.json()["openapi"], "3.1.0");
    let to = send(&api, TestRequest::get().uri("/docs")).await;
    assert_eq!((to.status, to.header("location")), (308, Some("/docs/")));
    let page = send(&api, TestRequest::get().uri("/docs/")).await;
    assert_eq!(page.status, 200);
    let page = String::from_utf8(page.body).unwrap();
    for file in [
        "swagger-ui.css",
        "swagger-ui-bundle.js",
        "swagger-initializer.js",
    ] {
        assert!(page.contains(file), "{file}");
        let got = send(&api, TestRequest::get().uri(&format!("/docs/{file}"))).await;
        assert_eq!(got.status, 200, "{file}");
    }
    let start = send(&api, TestRequest::get().uri("/docs/swagger-initializer.js")).await;
    let start = String::from_utf8(start.body).unwrap();
    assert!(
        start.contains("/openapi.json") && !start.contains("https://"),
        "{start}"
    );
    let other = send(&api, TestRequest::get().uri("/docs/../secret")).await;
    assert_eq!(other.status, 404);
}

#[actix_web::test]
async fn an_empty_log_has_no_checkpoint_and_no_tile() {
    let stand = Stand::new(open_settings()).await;
    let api = stand.api().await;
    for uri in [
        "/log/checkpoint",
        "/log/tile/0/000",
        "/log/tile/../../keys.sqlite",
        "/log/tile/",
    ] {
        let got = send(&api, TestRequest::get().uri(uri)).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (404, "not-found"),
            "{uri}"
        );
    }
}

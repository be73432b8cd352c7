//! GET /healthz and GET /readyz

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use lanyard_http::{Health, Readiness, TermDates};

use crate::answers::Answer;
use crate::state::ApiState;

/// Say that the process is up. Touches neither the store nor the views.
#[utoipa::path(get, path = "/healthz",
    responses((status = 200, description = "Up.", body = Health)))]
pub(crate) async fn show_health() -> Answer {
    Ok(HttpResponse::Ok().json(Health {
        status: "up",
        version: env!("CARGO_PKG_VERSION"),
    }))
}

/// Say whether the process can answer.
#[utoipa::path(get, path = "/readyz",
    responses((status = 200, description = "Ready.", body = Readiness),
              (status = 503, description = "Not ready.", body = Readiness)))]
pub(crate) async fn show_readiness(state: ApiState) -> Answer {
    let readiness = state.app().readiness();
    let mut reasons = readiness.reasons;
    // Views that cannot be read say so elsewhere.
    if state.app().is_outdated().await.unwrap_or(false) {
        reasons.push("the record is of a higher format than this release reads");
    }
    if !state.issuers().without_keys().is_empty() {
        reasons.push("the keys of an issuer of tokens have not come yet");
    }
    let mut impaired = state.settings().impaired.now();
    impaired.extend(readiness.impaired);
    let term_dates = { state.app() }
        .term_dates_ending()
        .unwrap_or_default()
        .into_iter()
        .map(|it| TermDates {
            academy: it.academy,
            known_until: it.known_until,
        })
        .collect();
    let ready = readiness.ready && reasons.is_empty();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    Ok(HttpResponse::build(status).json(Readiness {
        ready,
        lag_events: readiness.lag_events,
        reasons,
        impaired,
        term_dates,
    }))
}

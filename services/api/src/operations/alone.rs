//! Health of a process that has no API: a recorder by itself, or a worker that waits.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse, web};
use lanyard_http::{Health, Readiness};

use super::metrics::may_read;
use crate::figures::Figures;
use crate::settings::MetricsReaders;

type Reasons = dyn Fn() -> Vec<&'static str> + Send + Sync;

/// What such a process says of itself.
#[derive(Clone)]
pub struct Alone {
    reasons: Arc<Reasons>,
    readers: MetricsReaders,
    figures: Figures,
}

impl Alone {
    /// `reasons` says what stands in the way, in plain words; nothing when the process is ready.
    pub fn new(
        reasons: impl Fn() -> Vec<&'static str> + Send + Sync + 'static,
        readers: MetricsReaders,
        figures: Figures,
    ) -> Self {
        let reasons: Arc<Reasons> = Arc::new(reasons);
        let ready = figures.gauge("lanyard_ready", "1 when this process is ready.");
        let asked = Arc::clone(&reasons);
        figures.before_reading(move || ready.set(i64::from(asked().is_empty())));
        Self {
            reasons,
            readers,
            figures,
        }
    }
}

/// `/healthz`, `/readyz` and `/metrics`, and nothing else.
pub fn configure_alone(service: &mut web::ServiceConfig, alone: Alone) {
    service
        .app_data(web::Data::new(alone))
        .route("/healthz", web::get().to(health))
        .route("/readyz", web::get().to(ready))
        .route("/metrics", web::get().to(metrics));
}

async fn health() -> HttpResponse {
    HttpResponse::Ok().json(Health {
        status: "up",
        version: env!("CARGO_PKG_VERSION"),
    })
}

async fn ready(alone: web::Data<Alone>) -> HttpResponse {
    let reasons = (alone.reasons)();
    let status = if reasons.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    HttpResponse::build(status).json(Readiness {
        ready: reasons.is_empty(),
        lag_events: 0,
        reasons,
        impaired: Vec::new(),
        term_dates: Vec::new(),
    })
}

async fn metrics(alone: web::Data<Alone>, request: HttpRequest) -> HttpResponse {
    if !may_read(&alone.readers, &request) {
        return HttpResponse::NotFound().finish();
    }
    match alone.figures.text() {
        Ok(text) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
            .body(text),
        Err(error) => {
            tracing::error!(%error, "the figures cannot be written as text");
            HttpResponse::InternalServerError().finish()
        }
    }
}

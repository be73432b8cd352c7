//! What happens around every request: its name, its time, its log line, its headers.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError};
use futures_util::FutureExt;
use opentelemetry::trace::TraceContextExt;
use tracing::Instrument;

use crate::asked::Asker;
use crate::problems::ApiError;
use crate::routes::{Matched, UNKNOWN_ROUTE, file_at};
use crate::state::ApiState;

/// Names a request in the log and to the caller.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// On every answer, unless the handler has set its own.
static HEADERS: [(HeaderName, HeaderValue); 6] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    // A year; browsers heed it over HTTPS only (RFC 6797 8.1).
    (
        STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000"),
    ),
];

/// How long a request with a file may take: the sending of it, and waiting for others to be read.
const FILE_TIMEOUT: Duration = Duration::from_secs(120);

/// Wraps every request. Neither ids, nor queries, nor bodies are logged.
pub(crate) async fn edge<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<ApiState>().cloned() else {
        return Err(ApiError::fault("the API was set up without its state").into());
    };
    let seen = Seen::start(&state, &request);
    let longest = longest(&state, &request);
    // Names of the semantic conventions of OpenTelemetry; the route is known only in the end.
    let span = tracing::info_span!(
        "request",
        otel.name = seen.method,
        otel.kind = "server",
        otel.status_code = tracing::field::Empty,
        id = %seen.id,
        http.request.method = seen.method,
        http.route = tracing::field::Empty,
        http.response.status_code = tracing::field::Empty,
        micros = tracing::field::Empty,
    );
    let running = AssertUnwindSafe(next.call(request)).catch_unwind();
    let answer = tokio::time::timeout(longest, running)
        .instrument(span.clone())
        .await;
    let _entered = span.enter();
    let mut response = match answer {
        Ok(Ok(answered)) => answered?.map_into_boxed_body(),
        // The request is gone with the handler: the answer is made outside of the resource.
        Ok(Err(_panic)) => {
            state.metrics().panicked();
            return Err(seen.cut_off(ApiError::fault("a handler panicked")));
        }
        Err(_elapsed) => return Err(seen.cut_off(ApiError::timed_out(seen.changes))),
    };
    if let Some(refused) = over_limit(&state, &response) {
        response = response.into_response(refused.error_response());
    }
    seen.finish(&mut response);
    Ok(response)
}

/// How long a request may take: one that brings a file is sent for longer than others. The route is not known
/// yet, so its path has to say it.
fn longest(state: &ApiState, request: &ServiceRequest) -> Duration {
    let longest = state.settings().request_timeout;
    if request.method() == Method::POST && file_at(request.path()).is_some() {
        longest.max(FILE_TIMEOUT)
    } else {
        longest
    }
}

/// An answer `not shown` is counted; one too many becomes 429.
fn over_limit(state: &ApiState, response: &ServiceResponse<BoxBody>) -> Option<ApiError> {
    let not_shown = error_of(response).is_some_and(ApiError::is_not_shown);
    if !not_shown {
        return None;
    }
    let asker = response.request().extensions().get::<Asker>().copied()?;
    let wait = state.limits().not_shown(&asker.0).err()?;
    Some(ApiError::too_many("too-many-not-shown", wait))
}

fn error_of(response: &ServiceResponse<BoxBody>) -> Option<&ApiError> {
    response.response().error()?.as_error()
}

/// One request on its way.
struct Seen {
    state: ApiState,
    id: String,
    method: &'static str,
    changes: bool,
    started: Instant,
}

impl Seen {
    fn start(state: &ApiState, request: &ServiceRequest) -> Self {
        state.metrics().started();
        let method = method_name(request.method());
        Self {
            state: state.clone(),
            id: state.request_id(),
            method,
            changes: matches!(method, "POST" | "PUT"),
            started: Instant::now(),
        }
    }

    fn finish(&self, response: &mut ServiceResponse<BoxBody>) {
        let route = Matched::path_of(response.request());
        let status = response.status().as_u16();
        if let Some(cause) = error_of(response).and_then(ApiError::cause) {
            log_fault(cause);
        }
        self.note(route, status);
        finish_headers(response.headers_mut(), &self.id);
    }

    /// The answer to a request whose handler is gone.
    fn cut_off(&self, error: ApiError) -> Error {
        if let Some(cause) = error.cause() {
            log_fault(cause);
        }
        self.note(UNKNOWN_ROUTE, error.status_code().as_u16());
        let mut response: HttpResponse = error.error_response();
        finish_headers(response.headers_mut(), &self.id);
        actix_web::error::InternalError::from_response(error, response).into()
    }

    fn note(&self, route: &'static str, status: u16) {
        let took = self.started.elapsed();
        self.state
            .metrics()
            .answered(self.method, route, status, took);
        let span = tracing::Span::current();
        // A span that has begun takes no other name through `tracing`.
        opentelemetry::Context::map_current(|current| {
            current
                .span()
                .update_name(format!("{} {route}", self.method));
        });
        span.record("http.route", route);
        span.record("http.response.status_code", status);
        if status >= 500 {
            span.record("otel.status_code", "ERROR");
        }
        span.record("micros", micros(took));
        tracing::debug!("answered");
    }
}

impl Drop for Seen {
    fn drop(&mut self) {
        self.state.metrics().ended();
    }
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

/// A fault of ours is logged once, with its chain of causes.
fn log_fault(cause: &(dyn std::error::Error + 'static)) {
    let mut chain = cause.to_string();
    let mut source = cause.source();
    while let Some(deeper) = source {
        chain.push_str(": ");
        chain.push_str(&deeper.to_string());
        source = deeper.source();
    }
    tracing::error!(%chain, "a request failed by a fault of ours");
}

fn finish_headers(headers: &mut HeaderMap, id: &str) {
    for (name, value) in &HEADERS {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}

/// A method as a label: whatever a client invents counts as one.
fn method_name(method: &actix_web::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// Makes panics appear in the log by their place only: a message may hold what a person wrote.
/// For the binary to call once, after the log is set up.
pub fn log_panics_by_place() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!(%place, "a thread panicked");
    }));
}

//! Everything that goes wrong, as a problem (RFC 9457).

mod from_app;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::{HttpResponse, ResponseError};
use lanyard_http::{FieldError, PROBLEM_MEDIA_TYPE, Problem};

use crate::limits::TryAgainIn;
use crate::tokens::TokenRefusal;

/// An answer that is not a success.
#[derive(Debug)]
pub struct ApiError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    problem: Problem,
    header: Option<(HeaderName, HeaderValue)>,
    /// What went wrong here, for the log; the caller learns nothing of it.
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
    not_shown: bool,
}

impl ApiError {
    fn new(problem: Problem) -> Self {
        Self(Box::new(Inner {
            problem,
            header: None,
            cause: None,
            not_shown: false,
        }))
    }

    fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.header = Some((name, value));
        self
    }

    /// What the caller is told.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }

    /// What went wrong here, for the log.
    pub(crate) fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }

    /// Whether this answers a look at content that is absent or denied.
    pub(crate) fn is_not_shown(&self) -> bool {
        self.0.not_shown
    }

    /// 404: nothing at this address, or nothing for this caller.
    pub(crate) fn not_found() -> Self {
        Self::new(Problem::new(
            404,
            "not-found",
            "Not found",
            "There is nothing at this address, or nothing that you may see.",
        ))
    }

    /// 405 with what is allowed.
    pub(crate) fn method_not_allowed(allowed: &'static str) -> Self {
        Self::new(Problem::new(
            405,
            "method-not-allowed",
            "Method not allowed",
            "This address does not answer to this method; the Allow header names those it does.",
        ))
        .header(ALLOW, HeaderValue::from_static(allowed))
    }

    /// 401: no token.
    pub(crate) fn token_missing() -> Self {
        Self::new(Problem::new(
            401,
            "token-missing",
            "Log in first",
            "Send `Authorization: Bearer` with a token of an issuer that is accepted here.",
        ))
        .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// 401: a token that is not accepted, and which check failed.
    pub(crate) fn token_refused(refusal: TokenRefusal) -> Self {
        let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{refusal}\"");
        Self::new(Problem::new(
            401,
            "token-refused",
            "The token is not accepted",
            sentence(&refusal.to_string()),
        ))
        .header(
            WWW_AUTHENTICATE,
            HeaderValue::try_from(challenge).expect("the words are fixed and plain ASCII"),
        )
    }

    /// 503: the keys of the token's issuer have not come yet.
    pub(crate) fn keys_missing() -> Self {
        Self::new(Problem::new(
            503,
            "log-in-unavailable",
            "Log-in is not available",
            "The issuer's keys could not be fetched yet. Try again in a moment.",
        ))
        .header(RETRY_AFTER, HeaderValue::from_static("5"))
    }

    /// 429 with when to come back.
    pub(crate) fn too_many(code: &'static str, wait: TryAgainIn) -> Self {
        Self::new(Problem::new(
            429,
            code,
            "Too many requests",
            "Wait for as many seconds as the Retry-After header says, then go on more slowly.",
        ))
        .header(RETRY_AFTER, HeaderValue::from(wait.0))
    }

    /// 400: a header that is missing or malformed.
    pub(crate) fn header_problem(
        code: &'static str,
        header: &'static str,
        detail: &'static str,
    ) -> Self {
        Self::new(
            Problem::new(400, code, "A header is missing or malformed", detail).with_error(
                FieldError {
                    pointer: header.to_owned(),
                    code: "bad_header".into(),
                    detail: detail.to_owned(),
                },
            ),
        )
    }

    /// 400: a query parameter that is unknown or malformed.
    pub(crate) fn query(parameter: &'static str, detail: &'static str) -> Self {
        Self::new(
            Problem::new(400, "bad-query", "The query is not understood", detail).with_error(
                FieldError {
                    pointer: parameter.to_owned(),
                    code: "bad_parameter".into(),
                    detail: detail.to_owned(),
                },
            ),
        )
    }

    /// 400: not JSON.
    pub(crate) fn malformed_json(line: usize, column: usize) -> Self {
        Self::new(Problem::new(
            400,
            "malformed-json",
            "The body is not JSON",
            format!(
                "The body stops being JSON at line {line}, column {column}, or names a member twice there."
            ),
        ))
    }

    /// 422: JSON, but not of the shape that is asked for.
    pub(crate) fn invalid_body(error: FieldError) -> Self {
        Self::new(
            Problem::new(
                422,
                "invalid-body",
                "The body has mistakes",
                "A field was not understood; `errors` says which.",
            )
            .with_error(error),
        )
    }

    /// 413.
    pub(crate) fn body_too_large(limit_bytes: usize) -> Self {
        Self::new(Problem::new(
            413,
            "body-too-large",
            "The body is too large",
            format!("At most {limit_bytes} bytes are taken."),
        ))
    }

    /// 413 for a body that is not long and would fill the memory all the same.
    pub(crate) fn too_many_values(most: usize) -> Self {
        Self::new(Problem::new(
            413,
            "body-too-large",
            "The body is too large",
            format!("At most {most} values are taken."),
        ))
    }

    /// 415.
    pub(crate) fn unsupported_media_type() -> Self {
        Self::new(Problem::new(
            415,
            "unsupported-media-type",
            "The body is of another kind",
            "Send JSON as `Content-Type: application/json`, not compressed.",
        ))
    }

    /// 408: the body came too slowly, or not at all.
    pub(crate) fn body_too_slow() -> Self {
        Self::new(Problem::new(
            408,
            "body-too-slow",
            "The body did not come in time",
            "Nothing was done. Send the request again.",
        ))
    }

    /// 503: it took too long; whether a change was recorded is not known.
    pub(crate) fn timed_out(changes: bool) -> Self {
        if changes {
            return lanyard_app::AppError::OutcomeUnknown.into();
        }
        lanyard_app::AppError::Unavailable.into()
    }

    /// 500: a fault of ours.
    pub(crate) fn fault(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut fault = Self::new(Problem::new(
            500,
            "fault",
            "Something went wrong here",
            "This is a fault of the server. It was logged under the request id.",
        ));
        fault.0.cause = Some(cause.into());
        fault
    }

    fn not_shown() -> Self {
        let mut error = Self::not_found();
        error.0.not_shown = true;
        error
    }
}

fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => format!("{}{}.", first.to_ascii_uppercase(), chars.as_str()),
        None => String::new(),
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.problem.title)
    }
}

impl std::error::Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CONTENT_TYPE, PROBLEM_MEDIA_TYPE));
        if let Some(header) = &self.0.header {
            response.insert_header(header.clone());
        }
        let body =
            serde_json::to_vec(&self.0.problem).expect("a problem holds only text and a number");
        response.body(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_token_is_challenged_in_general_words() {
        let response = ApiError::token_refused(TokenRefusal::Expired).error_response();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(
            response.headers().get(WWW_AUTHENTICATE),
            Some(&HeaderValue::from_static(
                "Bearer error=\"invalid_token\", error_description=\"the token has expired\""
            ))
        );
        assert_eq!(
            response.headers().get(CONTENT_TYPE),
            Some(&HeaderValue::from_static("application/problem+json"))
        );
    }

    #[test]
    fn what_is_absent_and_what_is_denied_answer_alike() {
        let absent = ApiError::not_found();
        let denied = ApiError::not_shown();
        assert_eq!(absent.problem(), denied.problem());
        assert!(denied.is_not_shown());
    }
}

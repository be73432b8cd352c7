//! The one mapping from the application's outcomes to answers.

use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use lanyard_app::{AppError, Refusal, RefusalKind};
use lanyard_http::{FieldError, Problem};

use super::ApiError;

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotShown => Self::not_shown(),
            AppError::Forbidden => problem(
                403,
                "forbidden",
                "Not allowed",
                "You may see this but not do that.",
            ),
            AppError::Refused(refusal) => refused(&refusal),
            AppError::PreconditionRequired => problem(
                428,
                "precondition-required",
                "If-Match is needed",
                "Say by If-Match which revision you have changed; it is the ETag of what you read.",
            ),
            AppError::Stale { .. } => problem(
                412,
                "stale",
                "It has changed since you read it",
                "Read it again, look at what has changed, and send your change with the new ETag.",
            ),
            AppError::CommandReused => problem(
                422,
                "idempotency-key-reused",
                "The Idempotency-Key was used before",
                "It was used before with another address or body. Draw a new key for each change.",
            ),
            AppError::MissingIdempotencyKey => Self::idempotency_key_missing(),
            AppError::RaceLost => problem(
                409,
                "race-lost",
                "Others are changing this too",
                "Nothing was recorded. Read it again and repeat.",
            ),
            AppError::NotRecorded => later(problem(
                503,
                "not-recorded",
                "Nothing was recorded",
                "The record could not be reached in time. Repeat with the same Idempotency-Key.",
            )),
            // Raising a concern answers 202 before it comes to this; nothing else is kept.
            AppError::OutcomeUnknown | AppError::Pending => later(problem(
                503,
                "outcome-unknown",
                "It is not known whether this was recorded",
                "Repeat with the same Idempotency-Key: it is recorded once, whatever happened.",
            )),
            AppError::Unavailable => later(problem(
                503,
                "unavailable",
                "The record cannot be reached",
                "Nothing can be shown or recorded at the moment. Try again.",
            )),
            AppError::FilesAway => later(problem(
                503,
                "files-unavailable",
                "Evidence files cannot be reached",
                "Everything else works. Repeat with the same Idempotency-Key, or tell whoever runs this server.",
            )),
            AppError::Behind => later(problem(
                503,
                "behind",
                "This server is catching up",
                "It has not yet read as far as the Lanyard-Position that you have seen. Try again.",
            )),
            AppError::PositionBeyondHead => Self::header_problem(
                "position-beyond-head",
                "Lanyard-Position",
                "Send back a Lanyard-Position as an answer had it: this one was never given out.",
            ),
            AppError::BadCursor => Self::query(
                "cursor",
                "Send a cursor as this list gave it out, with the same filters.",
            ),
            AppError::BadQuery(detail) => {
                problem(400, "bad-query", "The query is not understood", detail)
            }
            AppError::UnknownPerson => problem(
                403,
                "unknown-person",
                "Nobody here has this log-in",
                "The token is good, but nobody on the staff register has this log-in, or not any more.",
            ),
            AppError::Internal { .. } => Self::fault(error),
        }
    }
}

fn problem(status: u16, code: &str, title: &'static str, detail: &'static str) -> ApiError {
    ApiError::new(Problem::new(status, code, title, detail))
}

/// Nothing that passes within a second is worth a longer wait.
fn later(error: ApiError) -> ApiError {
    error.header(RETRY_AFTER, HeaderValue::from_static("1"))
}

/// A rule said no. `errors` names every reason with its code of `services/domain`.
fn refused(refusal: &Refusal) -> ApiError {
    let (status, title) = match refusal.code().kind() {
        // A field of the body names something that is not there: that is a mistake in the body.
        RefusalKind::Absent if refusal.pointer().is_some() => (422, "The body has mistakes"),
        RefusalKind::Absent => return ApiError::not_found(),
        RefusalKind::NotNow => (422, "That cannot be done as things are"),
        RefusalKind::BadValue => (422, "The body has mistakes"),
        RefusalKind::NotThisPerson => (403, "Somebody else has to do that"),
    };
    let code = match refusal.code().kind() {
        RefusalKind::BadValue | RefusalKind::Absent => "invalid-body".to_owned(),
        RefusalKind::NotNow | RefusalKind::NotThisPerson => refusal.code().name().replace('_', "-"),
    };
    let mut problem = Problem::new(status, &code, title, refusal.detail().to_owned());
    problem.errors = refusal
        .faults()
        .map(|fault| FieldError {
            pointer: fault.pointer.as_deref().unwrap_or_default().to_owned(),
            code: fault.code.name().into(),
            detail: fault.detail.clone().into_owned(),
        })
        .collect();
    ApiError::new(problem)
}

impl ApiError {
    /// 400: a POST without its key.
    pub(crate) fn idempotency_key_missing() -> Self {
        Self::header_problem(
            "idempotency-key-missing",
            "Idempotency-Key",
            "Send an Idempotency-Key of 1 to 128 visible ASCII characters, new for each change.",
        )
    }
}

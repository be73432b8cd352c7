//! Problem details, RFC 9457: every answer that is not a success has this shape.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of a problem.
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// What precedes the code in a problem's `type`.
pub const PROBLEM_TYPE_PREFIX: &str = "urn:lanyard:problem:";

/// A problem. It never holds personal data, nor what the caller had sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "type": "urn:lanyard:problem:invalid-body",
    "title": "The body has mistakes",
    "status": 422,
    "detail": "One field was not understood; each mistake is listed.",
    "errors": [{"pointer": "/place/kind", "code": "unknown_value", "detail": "expected one of in_school, off_site, at_home, online, not_known"}]
}))]
pub struct Problem {
    /// Stable name of the kind of problem: `urn:lanyard:problem:<code>`.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// The kind in a few words; the same for every problem of a type.
    pub title: Cow<'static, str>,
    /// The HTTP status, again.
    pub status: u16,
    /// What to do about it.
    pub detail: Cow<'static, str>,
    /// One entry for each mistake, where there are several places to look.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One mistake in what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Where: a JSON Pointer (RFC 6901) into the body, or the name of a header or query parameter.
    pub pointer: String,
    /// Stable name of the mistake.
    pub code: Cow<'static, str>,
    /// The mistake in words.
    pub detail: String,
}

impl Problem {
    /// A problem of a code, without single mistakes.
    #[must_use]
    pub fn new(
        status: u16,
        code: &str,
        title: impl Into<Cow<'static, str>>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            problem_type: format!("{PROBLEM_TYPE_PREFIX}{code}"),
            title: title.into(),
            status,
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// The same with one mistake named.
    #[must_use]
    pub fn with_error(mut self, error: FieldError) -> Self {
        self.errors.push(error);
        self
    }

    /// The code after the prefix.
    #[must_use]
    pub fn code(&self) -> &str {
        self.problem_type
            .strip_prefix(PROBLEM_TYPE_PREFIX)
            .unwrap_or(&self.problem_type)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_problem_without_single_mistakes_has_no_errors_member() {
        let problem = Problem::new(404, "not-found", "Not found", "There is nothing here.");
        assert_eq!(problem.code(), "not-found");
        assert_eq!(
            serde_json::to_string(&problem).unwrap(),
            r#"{"type":"urn:lanyard:problem:not-found","title":"Not found","status":404,"detail":"There is nothing here."}"#
        );
    }
}

//! Query strings. They hold filters, ids and cursors, never a name or a text.

use actix_web::web;
use lanyard_events::{At, Day};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::problems::ApiError;

/// Rows on a page when nothing is said (design.md 6).
const DEFAULT_LIMIT: u32 = 50;
/// Rows on a page at most (design.md 6).
const MOST_ROWS: u32 = 200;

/// No parameter at all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoQuery {}

/// Takes a query apart. What it said is not repeated in the answer.
pub(super) fn parse<Q: DeserializeOwned>(query: &str) -> Result<Q, ApiError> {
    web::Query::from_query(query)
        .map(web::Query::into_inner)
        .map_err(|_| {
            ApiError::query(
                "",
                "A parameter is unknown here, was sent twice, or is not URL-encoded.",
            )
        })
}

/// An optional id among the parameters.
pub(crate) fn optional_id<T: std::str::FromStr>(
    parameter: &'static str,
    value: Option<&str>,
) -> Result<Option<T>, ApiError> {
    value
        .map(|text| {
            text.parse()
                .map_err(|_| ApiError::query(parameter, "An id is a bare lower-case UUID."))
        })
        .transpose()
}

/// An optional moment among the parameters.
pub(crate) fn optional_moment(
    parameter: &'static str,
    value: Option<&str>,
) -> Result<Option<At>, ApiError> {
    value
        .map(|text| {
            text.parse().map_err(|_| {
                ApiError::query(parameter, "A moment is like 2026-11-10T14:05:00Z, in UTC.")
            })
        })
        .transpose()
}

/// An optional day among the parameters.
pub(crate) fn optional_day(
    parameter: &'static str,
    value: Option<&str>,
) -> Result<Option<Day>, ApiError> {
    value
        .map(|text| {
            text.parse()
                .map_err(|_| ApiError::query(parameter, "A day is like 2026-11-10."))
        })
        .transpose()
}

/// How many rows a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) u32);

impl Limit {
    const WRONG: &'static str = "A limit is a number from 1 to 200.";

    /// Parses the parameter.
    pub(crate) fn parse(value: Option<&str>) -> Result<Self, ApiError> {
        let number = value
            .map(str::parse)
            .transpose()
            .map_err(|_| ApiError::query("limit", Self::WRONG))?;
        Self::of(number)
    }

    /// Checks a number.
    pub(crate) fn of(number: Option<u32>) -> Result<Self, ApiError> {
        match number.unwrap_or(DEFAULT_LIMIT) {
            rows @ 1..=MOST_ROWS => Ok(Self(rows)),
            _ => Err(ApiError::query("limit", Self::WRONG)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use lanyard_http::Paging;

    #[test]
    fn a_limit_is_50_unless_it_is_said_and_200_at_most() {
        assert_eq!(Limit::parse(None).unwrap(), Limit(50));
        assert_eq!(Limit::parse(Some("200")).unwrap(), Limit(200));
        for bad in ["0", "201", "-1", "ten", "", "1.5", "99999999999"] {
            let error = Limit::parse(Some(bad)).unwrap_err();
            assert_eq!(error.problem().status, 400, "{bad}");
        }
    }

    #[test]
    fn unknown_and_repeated_parameters_are_refused() {
        assert!(parse::<Paging>("limit=5&cursor=abc").is_ok());
        assert!(parse::<NoQuery>("").is_ok());
        for bad in ["limit=5&limit=6", "colour=red"] {
            let error = parse::<Paging>(bad).unwrap_err();
            assert_eq!(error.problem().code(), "bad-query");
            assert!(!error.problem().detail.contains("red"));
        }
        assert!(parse::<NoQuery>("a=b").is_err());
    }
}

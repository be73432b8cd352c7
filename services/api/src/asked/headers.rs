//! Headers of our own and of HTTP, parsed once.

use actix_web::http::header::{HeaderMap, HeaderValue, IF_MATCH};
use lanyard_events::{Position, Revision};

use crate::problems::ApiError;

/// The client's name for one change.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Up to where the client has seen the record.
const POSITION: &str = "lanyard-position";
/// design.md 6.
const LONGEST_KEY: usize = 128;

/// The one value of a header; `None` if it was not sent.
fn single<'a>(
    headers: &'a HeaderMap,
    name: &str,
    malformed: impl Fn() -> ApiError,
) -> Result<Option<&'a str>, ApiError> {
    let mut values = headers.get_all(name);
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(only), None) => text(only).map(Some).ok_or_else(malformed),
        (Some(_), Some(_)) => Err(malformed()),
    }
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// `Idempotency-Key`: 1 to 128 visible ASCII characters.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let malformed = || {
        ApiError::header_problem(
            "idempotency-key-malformed",
            "Idempotency-Key",
            "An Idempotency-Key is 1 to 128 visible ASCII characters, sent once.",
        )
    };
    match single(headers, IDEMPOTENCY_KEY, malformed)? {
        Some(key)
            if (1..=LONGEST_KEY).contains(&key.len())
                && key.bytes().all(|byte| byte.is_ascii_graphic()) =>
        {
            Ok(Some(key.to_owned()))
        }
        Some(_) => Err(malformed()),
        None => Ok(None),
    }
}

/// The key of a PUT that brings none: the same content put on the same revision is the same change.
pub(super) fn key_of_put(if_match: Option<Revision>, content: &[u8; 32]) -> String {
    let on = if_match.map_or_else(|| "none".to_owned(), |revision| revision.0.to_string());
    let mut key = format!("put on {on}: ");
    for byte in content {
        key.push_str(&format!("{byte:02x}"));
    }
    key
}

/// `If-Match`: one strong entity tag, `"<revision>"`. `*` would overwrite what nobody has read.
pub(super) fn if_match(headers: &HeaderMap) -> Result<Option<Revision>, ApiError> {
    let malformed = || {
        ApiError::header_problem(
            "if-match-malformed",
            "If-Match",
            "Send If-Match with the ETag of what you read, such as \"3\", and no other.",
        )
    };
    let Some(tag) = single(headers, IF_MATCH.as_str(), malformed)? else {
        return Ok(None);
    };
    tag.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .and_then(number)
        .map(|revision| Some(Revision(revision)))
        .ok_or_else(malformed)
}

/// `Lanyard-Position`: a position that an answer gave out.
pub(super) fn position(headers: &HeaderMap) -> Result<Option<Position>, ApiError> {
    let malformed = || {
        ApiError::header_problem(
            "position-malformed",
            "Lanyard-Position",
            "Send back the Lanyard-Position of an answer as it was.",
        )
    };
    match single(headers, POSITION, malformed)? {
        Some(value) => number(value)
            .map(|position| Some(Position(position)))
            .ok_or_else(malformed),
        None => Ok(None),
    }
}

/// A number in its one spelling: no sign, no leading zero.
fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use actix_web::http::header::HeaderName;

    fn headers(name: &str, values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(
                HeaderName::try_from(name).unwrap(),
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        headers
    }

    #[test]
    fn if_match_takes_one_strong_tag() {
        assert_eq!(if_match(&HeaderMap::new()).unwrap(), None);
        assert_eq!(
            if_match(&headers("if-match", &["\"17\""])).unwrap(),
            Some(Revision(17))
        );
        for bad in [
            "*",
            "17",
            "W/\"17\"",
            "\"17",
            "\"\"",
            "\"-1\"",
            "\"+1\"",
            "\"017\"",
            "\"1\", \"2\"",
            "\"18446744073709551616\"",
            "",
            "\"1\u{e9}\"",
        ] {
            let error = if_match(&headers("if-match", &[bad])).unwrap_err();
            assert_eq!(error.problem().status, 400, "{bad}");
        }
        assert!(if_match(&headers("if-match", &["\"1\"", "\"1\""])).is_err());
    }

    #[test]
    fn an_idempotency_key_is_short_and_visible() {
        let key = |value: &str| idempotency_key(&headers(IDEMPOTENCY_KEY, &[value]));
        assert_eq!(key("a").unwrap().as_deref(), Some("a"));
        assert!(key(&"k".repeat(128)).is_ok());
        for bad in ["", &"k".repeat(129), "two words", "tab\t", "clé"] {
            assert_eq!(key(bad).unwrap_err().problem().status, 400, "{bad:?}");
        }
        assert_eq!(idempotency_key(&HeaderMap::new()).unwrap(), None);
    }

    #[test]
    fn a_position_is_a_plain_number() {
        let at = |value: &str| position(&headers(POSITION, &[value]));
        assert_eq!(at("0").unwrap(), Some(Position(0)));
        assert_eq!(at("1200").unwrap(), Some(Position(1200)));
        for bad in ["", "-1", "1e3", "01", "0x10", "99999999999999999999"] {
            assert_eq!(at(bad).unwrap_err().problem().status, 400, "{bad:?}");
        }
    }

    #[test]
    fn the_same_put_on_the_same_revision_has_the_same_key() {
        let key = key_of_put(Some(Revision(3)), &[1; 32]);
        assert_eq!(key, key_of_put(Some(Revision(3)), &[1; 32]));
        assert_ne!(key, key_of_put(Some(Revision(4)), &[1; 32]));
        assert_ne!(key, key_of_put(None, &[1; 32]));
        assert!(key.len() <= LONGEST_KEY);
    }
}

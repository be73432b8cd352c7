//! Bodies: bytes within limits, then JSON, then the shape that is asked for.

mod allowed;
mod strict;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use futures_util::StreamExt;
use lanyard_http::FieldError;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::problems::ApiError;
pub(super) use allowed::{Allowed, Room, room};
use strict::Strict;

/// A body that is JSON.
#[derive(Debug)]
pub(super) struct Sent(Value);

/// Reads a body. One that was left out stands for `{}`.
pub(super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    allowed: Allowed,
) -> Result<Sent, ApiError> {
    let typed = is_plain_json(request)?;
    let bytes = tokio::time::timeout(allowed.time, bytes(request, payload, allowed))
        .await
        .map_err(|_| ApiError::body_too_slow())??;
    if bytes.is_empty() {
        return Ok(Sent(Value::Object(serde_json::Map::new())));
    }
    if !typed {
        return Err(ApiError::unsupported_media_type());
    }
    if most_values(&bytes) > allowed.values {
        return Err(ApiError::too_many_values(allowed.values));
    }
    serde_json::from_slice(&bytes)
        .map(|Strict(value)| Sent(value))
        .map_err(|error| ApiError::malformed_json(error.line(), error.column()))
}

/// Whether the body says that it is `application/json`, in UTF-8, not compressed. One that says
/// nothing may be left out, and one that says something else is refused.
fn is_plain_json(request: &HttpRequest) -> Result<bool, ApiError> {
    let headers = request.headers();
    let encoded = headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity");
    let kind = headers.get(CONTENT_TYPE);
    let fits = kind.is_none_or(|kind| kind.to_str().is_ok_and(is_json));
    if fits && !encoded {
        Ok(kind.is_some())
    } else {
        Err(ApiError::unsupported_media_type())
    }
}

fn is_json(kind: &str) -> bool {
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    essence.eq_ignore_ascii_case("application/json")
        && parts.all(|parameter| {
            parameter.eq_ignore_ascii_case("charset=utf-8")
                || parameter.eq_ignore_ascii_case("charset=\"utf-8\"")
        })
}

async fn bytes(
    request: &HttpRequest,
    mut payload: Payload,
    allowed: Allowed,
) -> Result<Vec<u8>, ApiError> {
    let limit = allowed.bytes;
    let stated = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if stated.is_some_and(|length| length > allowed.drained) {
        return Err(ApiError::body_too_large(limit));
    }
    let mut bytes = Vec::with_capacity(stated.unwrap_or(0).min(limit));
    let mut length = 0_usize;
    while let Some(chunk) = payload.next().await {
        // A body that breaks off has nobody left to answer; the connection is closed.
        let chunk = chunk.map_err(|_| ApiError::body_too_slow())?;
        length = length.saturating_add(chunk.len());
        if length <= limit {
            bytes.extend_from_slice(&chunk);
        } else if length > allowed.drained {
            break;
        }
    }
    if length > limit {
        return Err(ApiError::body_too_large(limit));
    }
    Ok(bytes)
}

/// How many values there are in JSON at most: each but the first stands behind a comma or a bracket.
fn most_values(json: &[u8]) -> usize {
    let (mut values, mut in_text, mut escaped) = (1, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values
}

impl Sent {
    /// The shape that is asked for.
    pub(super) fn parse<B: DeserializeOwned>(&self) -> Result<B, ApiError> {
        serde_path_to_error::deserialize(&self.0)
            .map_err(|error| ApiError::invalid_body(field_error(error.path(), error.inner())))
    }

    /// SHA-256 of path and canonical body (design.md 1, "Idempotency"), a zero byte between.
    pub(super) fn content(&self, path: &str) -> [u8; 32] {
        let canonical = serde_jcs::to_vec(&self.0).expect("what was parsed from JSON is JSON");
        Sha256::new()
            .chain_update(path.as_bytes())
            .chain_update([0])
            .chain_update(canonical)
            .finalize()
            .into()
    }
}

/// Names the mistake without repeating what was sent: serde's own words may quote it.
fn field_error(path: &serde_path_to_error::Path, error: &serde_json::Error) -> FieldError {
    let words = error.to_string();
    let mut pointer = pointer(path);
    let named = words
        .split_once('`')
        .and_then(|(_, rest)| rest.split_once('`'))
        .map(|(name, _)| name);
    let (code, detail) = if words.starts_with("missing field") {
        push(&mut pointer, named.unwrap_or_default());
        ("missing", "This field is needed.".to_owned())
    } else if words.starts_with("unknown field") {
        let name = named.unwrap_or_default();
        // Where the shape is chosen by `kind`, the path stops short of the field.
        let mut last = String::new();
        push(&mut last, name);
        if !pointer.ends_with(&last) {
            pointer.push_str(&last);
        }
        ("unknown_field", "There is no such field here.".to_owned())
    } else if words.starts_with("unknown variant") {
        ("unknown_value", expected(&words))
    } else if words.starts_with("invalid type") {
        ("wrong_type", expected(&words))
    } else if words.starts_with("invalid ") {
        ("bad_value", expected(&words))
    } else {
        // Our own types say what they want and never what they got.
        ("bad_value", words)
    };
    FieldError {
        pointer,
        code: code.into(),
        detail,
    }
}

/// What serde expected: the part of its words that comes from the types alone.
fn expected(words: &str) -> String {
    words.rsplit_once("expected ").map_or_else(
        || "This value is not of the kind that is asked for.".to_owned(),
        |(_, expected)| format!("Expected {}.", expected.replace('`', "")),
    )
}

/// A path as a JSON Pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => push(&mut pointer, &index.to_string()),
            Segment::Map { key } => push(&mut pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
}

#[cfg(test)]
mod tests;

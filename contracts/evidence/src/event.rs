//! The digest of an event: one value over all its field commitments (SPEC.md 3).

use crate::Hash;
use crate::hash::sha256;

/// Sets event digests apart from every other use of SHA-256.
const EVENT_DOMAIN: &[u8; 17] = b"lanyard/event/v1\0";

/// Metadata fields in commitment order (indexes 0 to 11); payload fields go on at 12.
#[rustfmt::skip]
pub const METADATA_FIELDS: [&str; 12] = [
    "id", "stream", "revision", "type", "schema_version", "academy",
    "actor", "occurred_at", "proposed_at", "causation", "correlation", "prev",
];

/// Digest of an event with these commitments, in the frozen field order of its type and version.
#[must_use]
pub fn event_digest(commitments: &[Hash]) -> Hash {
    let stored: Vec<u8> = commitments.iter().flat_map(|commitment| commitment.0).collect();
    stored_event_digest(&stored)
        .expect("whole commitments, and a schema has far fewer than 65,536 fields")
}

/// The same over stored commitments, 32 bytes each, one after the other.
/// `None` when the length is not a multiple of 32 or counts more than 65,535 fields.
#[must_use]
pub fn stored_event_digest(commitments: &[u8]) -> Option<Hash> {
    let fields = u16::try_from(commitments.len() / 32).ok()?;
    let whole = commitments.len().is_multiple_of(32);
    whole.then(|| sha256(&[EVENT_DOMAIN, &fields.to_be_bytes(), commitments]))
}

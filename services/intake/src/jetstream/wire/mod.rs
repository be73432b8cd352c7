//! How proposals and answers are written for the way through NATS.
//!
//! A proposal is `LP`, one byte of version, then its fields in a fixed order: integers big-endian,
//! texts and byte strings behind their length, an optional value behind a byte that is 0 or 1. One
//! proposal has one spelling, and nothing may follow it. A recorder reads every version up to its
//! own, and leaves a higher one for a recorder of the later release.

mod answer;
mod bytes;
mod proposal;

use thiserror::Error;

pub(crate) use self::answer::{decode_answer, encode_answer};
pub(crate) use self::proposal::{decode_proposal, encode_proposal};

/// Why bytes cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Unreadable {
    /// Of a later release.
    #[error("it is written in version {0}, which only a later release reads")]
    Newer(u8),
    /// Not what it should be; the same in every release.
    #[error("it is not a proposal: {0}")]
    Malformed(&'static str),
}

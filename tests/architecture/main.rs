//! The shape of the project, held by tests: which crate may use which, how long files may be, what
//! every crate says of itself, what must never be committed.
//!
//! Each rule is a function that lists its violations, tried on bad input beside the real check.

#![allow(clippy::unwrap_used, reason = "tests")]

mod crate_docs;
mod direction;
mod evidence_alone;
mod forbidden_text;
mod payload_blind;
mod sizes;
mod workspace;

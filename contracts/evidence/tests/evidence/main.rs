//! The evidence chain against golden vectors, against libraries of others, and against tampering.
#![allow(clippy::unwrap_used, reason = "tests")]
#![allow(clippy::cast_possible_truncation, reason = "test sizes are small")]

mod folder;
mod mutations;
mod notes;
mod others;
mod source;
mod store;
mod support;
mod tiles;
mod trees;
mod vectors;

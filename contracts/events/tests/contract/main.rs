//! What was once recorded stays readable: a committed fixture of every type and version, and the
//! committed JSON Schema that it meets.
//!
//! `make bless` writes the schemas anew and lays fixtures out; it never changes what a fixture says.

#![allow(clippy::unwrap_used, reason = "tests")]

mod committed;
mod facts;
mod fixtures;
mod schemas;

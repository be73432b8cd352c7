//! A double of EventStoreDB for tests: the parts of its gRPC protocol that the journal's adapter
//! uses, over a log in memory.
//!
//! It does what the real server does where that matters. A wrong expected revision is answered with
//! the current one. An append whose ids are already at the place it names succeeds without being
//! written again; under a right expected revision a known id **is** written again. Positions have
//! gaps, and events of the system and of others stand between ours. Subscriptions send checkpoints
//! for what they filter out, and say when they have caught up. What it does wrong, it does when the
//! test says so: see [`Fault`].
//!
//! Not here: what the adapter does with it (`tests/adapter`), persistence, users, TLS.

#![allow(
    clippy::result_large_err,
    reason = "a gRPC status is what the generated service answers with"
)]

mod answers;
mod cluster;
mod faults;
mod log;
mod server;
mod streams;
mod subscription;
mod wire;

pub use faults::{Fault, Held};
pub use log::Noise;
pub use server::{Double, Node};

#[allow(
    missing_docs,
    dead_code,
    clippy::all,
    clippy::too_many_lines,
    clippy::wildcard_enum_match_arm,
    clippy::allow_attributes_without_reason,
    reason = "generated"
)]
mod protocol {
    include!(concat!(env!("OUT_DIR"), "/protocol.rs"));
}

//! The adapter of a cluster: proposals go through NATS JetStream.
//!
//! JetStream is transport, never the record. The work-queue stream `LANYARD_INTAKE` keeps each
//! proposal until a recorder has committed it and said so; the answer comes back on plain NATS, to
//! the address in the header `Lanyard-Reply`. What cannot be read or is malformed lies in
//! `LANYARD_PARKED`.
//!
//! - [`connect`] and [`Connection::check`] refuse a cluster that cannot be used, with what to do;
//! - [`provision`] declares the streams and the consumer (`lanyard provision`);
//! - [`JetStreamIntake`] proposes, [`JetStreamDeliveries`] records;
//! - [`Connection::tell`] hands facts to `LANYARD_FACTS`, for other systems;
//! - [`Connection::trace`] tells the other processes in which trace an event was recorded;
//! - [`durability`] asks every server whether what it acknowledges is on its disk.
//!
//! **A message names an attempt, not a command** (`Nats-Msg-Id`: command id and id of the first
//! event). JetStream's window of duplicates then swallows only what it should: the same bytes sent
//! again because an acknowledgement was lost. A command that is decided again, or repeated after
//! `expired`, has new event ids and goes through; that it is recorded once is the journal's word.
//!
//! No proposal is sent with an expected sequence: servers from 2.15 on answer a repeat of such a
//! message with a false conflict (10071, in a cluster 10164) instead of `duplicate`.

mod answers;
mod board;
mod connect;
mod deliver;
mod durability;
mod facts;
mod names;
mod provision;
mod refusal;
mod send;
mod settle;
mod standing;
#[cfg(test)]
mod tests;
mod traces;
mod waiting;
mod wire;

pub use board::{NotPosted, Posted};
pub use connect::{ConnectError, Connection, Settings, connect};
pub use deliver::{Closer, JetStreamDeliveries};
pub use durability::{Doubt, Durability, NodeDoubt, durability};
pub use facts::{NotSent, Outgoing, Sent};
pub use names::{NameError, Names};
pub use provision::{Limits, ProvisionError, provision};
pub use send::{JetStreamIntake, SendSettings};
pub use traces::Traced;
pub use waiting::Waiting;

/// Where the answer goes: a subject below the inbox of the process that proposed.
const REPLY_HEADER: &str = "Lanyard-Reply";
/// W3C trace context.
const TRACE_HEADER: &str = "traceparent";
/// Why a message was parked.
const REASON_HEADER: &str = "Lanyard-Parked-Because";
/// Subject and sequence that a parked message had in the intake.
const ORIGIN_HEADER: &str = "Lanyard-Parked-From";
/// Below which subjects an answer may be sent: a proposal must not make a recorder speak elsewhere.
const INBOXES: &str = "_INBOX.";

//! How Lanyard reaches PostgreSQL: address, connections, time-outs, versions of tables.
//!
//! [`Address`] is a URL whose password is never shown. [`Link`] is one connection with the session
//! settings that durability asks for; nothing waits on it for ever. [`Pool`] keeps a few of them for
//! short reads. [`bring_up_to_date`] applies numbered migrations. [`Fault`] is what went wrong, in
//! few words.
//!
//! Not here: tables and statements (`services/journal`, `services/vault`), which each have a
//! database of their own.

mod address;
mod fault;
mod link;
mod migrations;
mod pool;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod tls;

pub use address::Address;
pub use fault::{Cause, Fault};
pub use link::{Link, within};
pub use migrations::{Tables, bring_up_to_date};
pub use pool::{Leased, Pool};

//! The roles of a cluster as processes of their own, over a real NATS server and PostgreSQL: what
//! survives the loss of any one part.
//!
//! Where the store is EventStoreDB it is a double, in the test's own process: the roles reach it over
//! TCP as they would a server.
//!
//! Run by `scripts/with-servers`; each installation starts a NATS server of its own, so that tests
//! may kill it, and makes two databases.

#![allow(clippy::unwrap_used, reason = "tests")]

mod eventstore;
mod faults;
mod installation;
mod load;
mod servers;
mod whole;

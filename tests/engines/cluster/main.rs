//! The roles of a cluster as processes of their own, over real NATS servers and PostgreSQL: what
//! survives the loss of any one part.
//!
//! Each installation starts servers of its own, so that tests may break them. The table of faults is
//! shown by `cargo test --test cluster -- --nocapture --test-threads 1`. Full and slow disks need
//! root (a small tmpfs is mounted, `strace` holds up each write-through); `--skip disk` leaves them
//! out. Where the store is EventStoreDB it is a double, in the test's own process: the roles reach it
//! over TCP as they would a server.

#![allow(clippy::unwrap_used, reason = "tests")]

mod canaries;
mod clock;
mod collector;
mod disk;
mod eventstore;
mod facts;
mod lost;
mod network;
mod paused;
mod refused;
mod rolling;
mod traces;
mod whole;

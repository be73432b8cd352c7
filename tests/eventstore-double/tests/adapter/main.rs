//! The adapter for EventStoreDB against the contract and against faults.
//!
//! The contract runs over the double, or against a real server where `EVENTSTORE_URL` names one;
//! the faults need the double. The boxes are always in a real PostgreSQL.

#![allow(clippy::unwrap_used, reason = "tests")]

mod answers;
mod boxes;
mod contract;
mod cut;
mod nodes;
mod recorders;
mod scene;
mod starting;
mod tail;

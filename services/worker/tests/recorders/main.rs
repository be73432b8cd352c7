//! Recorders on JetStream over a real store: what comes twice, late, in disorder or from the dead is
//! recorded once, and everybody gets an honest answer.

#![allow(clippy::unwrap_used, reason = "tests")]

mod killed;
mod restarted;
mod stand;
mod store_away;
mod twice;

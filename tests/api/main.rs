//! The public API, over a real socket: the stories as far as the foundation reaches, every route with
//! its happy, anonymous and wrong-role case, bad input, and what must not be told apart.
//!
//! Folders mirror addresses, files the verbs. Each route has a `Door`: who is let in and who is not;
//! `doors.rs` holds them against the router's own table.
//!
//! Not here: rules one by one (`services/domain`), decisions one by one (`services/access`), the
//! formats of the log (`tests/evidence`).
#![allow(clippy::unwrap_used, reason = "tests")]

mod absent;
mod asyncapi;
mod bad_input;
mod bad_tokens;
mod conflicted;
mod doors;
mod personal_data;
mod program;
mod scene;
mod start_up;
mod steps;
mod timing;

mod academies;
mod access_log;
mod allegations;
mod audit;
mod cases;
mod concerns;
mod dashboards;
mod desks;
mod due;
mod evidence;
mod grants;
mod investigations;
mod log;
mod mails;
mod me;
mod operations;
mod playbooks;
mod policies;
mod public;
mod pupils;
mod receipts;
mod referrals;
mod registers;
mod retention;
mod search;
mod staff;
mod stories;
mod taxonomy;
mod trust;

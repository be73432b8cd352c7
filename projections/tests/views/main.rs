//! The views through their public interface: events in, rows out.

#![allow(clippy::unwrap_used, reason = "tests")]

mod access_row;
mod allegations;
mod audit;
mod board;
mod cases;
mod clocks;
mod concerns;
mod directory;
mod editions;
mod erased;
mod evidence;
mod history;
mod looks;
mod overdue;
mod overview;
mod parked;
mod registers;
mod reminders;
mod rota;
mod runner;
mod scope;
mod search;
mod spread;
mod told;
mod world;

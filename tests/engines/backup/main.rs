//! Backup and restore by the program itself: the drill, and what is refused.
//!
//! Run by `scripts/with-servers`.

#![allow(clippy::unwrap_used, reason = "tests")]

mod after_loss;
mod drill;
mod files;
mod lock_on_s3;
mod refused;
mod trust;

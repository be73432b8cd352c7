//! The binary's parts: roles, configuration, telemetry, start-up, the demonstration.
//!
//! A library only so that the tests start exactly what the binary starts.
//!
//! Not here: rules (`services/domain`), use cases (`services/app`), routes (`services/api`).

use mimalloc::MiMalloc;

/// An eighth of the processor's time under load went into the system's allocator (`make bench`, POST).
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
mod fetch;
mod files;
mod init;
pub mod issuers;
mod openapi;
mod playbook;
pub mod process;
mod provision;
mod raise_format;
mod rebuild;
mod register;
mod remote;
mod running;
mod seals;
pub mod serve;
mod telemetry;
mod tls;
mod token;
mod verify;
mod verify_store;
mod vkey;

//! Lanyard: safeguarding case management for multi-academy trusts, with a record anyone can check.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match lanyard::cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes, once, for the person at the keyboard.
            eprintln!("lanyard: {error:#}");
            ExitCode::FAILURE
        }
    }
}

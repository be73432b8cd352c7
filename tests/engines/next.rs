//! The program as the next release will be in one respect: it reads a format of events that this one
//! does not. Only tests of rolling updates run it.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match lanyard::cli::Cli::parse().run_as(lanyard_events::FORMAT + 1) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lanyard: {error:#}");
            ExitCode::FAILURE
        }
    }
}

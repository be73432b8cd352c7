//! One TLS provider for the program, installed before anything connects.

use anyhow::ensure;
use lanyard_journal::eventstore::install_tls_provider;

use crate::config::Engines;

/// Installs it. Two providers in one program would each claim to be the default; the client library
/// of EventStoreDB tolerates only its own installation, so with that store it has to come first.
///
/// # Errors
/// The machine's certificates cannot be read.
pub fn install(engines: &Engines) -> anyhow::Result<()> {
    if engines.boxes_url_file.is_some() {
        ensure!(
            install_tls_provider(),
            "TLS cannot be set up: the machine's certificates cannot be read"
        );
        return Ok(());
    }
    install_default();
    Ok(())
}

/// As `install`, for what has nothing to do with EventStoreDB. Harmless to repeat.
pub fn install_default() {
    let _was_there = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

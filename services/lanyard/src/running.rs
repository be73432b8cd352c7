//! What every command needs that connects to anything: TLS, then a runtime.

use anyhow::Context;

use crate::config::Settings;
use crate::tls;

/// Runs the work to its end.
///
/// # Errors
/// The work's own; TLS or a runtime cannot be set up.
pub fn running<T>(
    settings: &Settings,
    work: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    tls::install(&settings.engines)?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no runtime could be made")?
        .block_on(work)
}

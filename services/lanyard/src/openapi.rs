//! `lanyard openapi`.

use std::io::Write;

use anyhow::Context;

/// Prints the OpenAPI document.
pub fn run() -> anyhow::Result<()> {
    let text = lanyard_api::openapi()
        .to_pretty_json()
        .context("the document could not be written as JSON")?;
    writeln!(std::io::stdout(), "{text}").context("standard output is closed")
}

//! `lanyard raise-format`: the record may hold events of this release's format from here on.

use std::sync::Arc;

use anyhow::Context;

use crate::clock::SystemClock;
use crate::config::Settings;
use crate::process::Process;
use crate::running::running;
use crate::verify::say;

/// Records it. Beside the processes of a cluster, or alone on an embedded store. Harmless to repeat.
///
/// # Errors
/// The settings, store or NATS cannot be used, or a higher format is in force.
pub fn run(settings: Settings) -> anyhow::Result<()> {
    let beside = settings.engines.nats.is_some().then_some("api");
    let settings = settings.with_roles(beside)?.complete()?;
    running(&settings.settings, async {
        let process = Process::start(&settings, Arc::new(SystemClock)).await?;
        let raised = process.app.raise_format().await;
        process.shut_down().await;
        let (format, _) = raised.context("the format could not be raised")?;
        say(&format!(
            "Events may be of format {format} from here on: a release that does not read it is not ready any more.\n"
        ))
    })
}

//! `lanyard provision`: declares the streams on NATS, and the tables of the databases by connecting.

use anyhow::Context;
use lanyard_intake::jetstream::{self, Limits};

use crate::config::Settings;
use crate::process::connect;
use crate::running::running;
use crate::verify::say;

/// Declares what is missing and changes what has other limits; repeating it changes nothing.
/// Needs no key and no folder.
pub fn run(settings: &Settings) -> anyhow::Result<()> {
    let nats = settings.engines.nats.as_ref();
    let nats =
        nats.context("LANYARD_NATS_URL is not set: one process needs nothing provisioned")?;
    let origin = settings.origin.as_deref();
    let origin = origin.context("LANYARD_ORIGIN is not set: streams say whose they are")?;
    running(settings, async {
        let connection = connect(settings, origin, nats).await?;
        let limits = Limits {
            replicas: nats.replicas,
            ..Limits::default()
        };
        jetstream::provision(&connection, &limits).await?;
        connection.check().await?;
        say(&format!(
            "The streams on NATS are there, with {} copies each.\n",
            nats.replicas
        ))
    })
}

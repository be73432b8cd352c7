//! `lanyard vkey`: the log's public key, from its name and its secret key.

use anyhow::Context;
use lanyard_evidence::note::Signer;

use crate::config::Settings;
use crate::files::read_seed;
use crate::verify::say;

/// Prints it.
pub fn run(settings: &Settings) -> anyhow::Result<()> {
    let origin = settings.origin.as_deref();
    let origin = origin.context("LANYARD_ORIGIN is not set: the key begins with it")?;
    let file = settings.log_key_file.as_deref();
    let file = file.context("LANYARD_LOG_KEY_FILE is not set")?;
    let seed = read_seed(file, "LANYARD_LOG_KEY_FILE")?;
    let signer = Signer::new(origin, &seed).context("LANYARD_ORIGIN cannot name a log")?;
    say(&format!("{}\n", signer.verifier_key()))
}

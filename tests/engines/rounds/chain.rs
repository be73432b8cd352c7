//! The whole chain, and the views against a rebuild, while no server runs.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use lanyard::process::layout;
use lanyard_events::Position;
use lanyard_journal::Positions;
use lanyard_projections::{Views, equal};
use lanyard_tests::program;
use lanyard_vault::Vault;

use super::record;

/// Verifies the store by the program's own command and compares the views.
pub fn verify(data_dir: &Path) -> anyhow::Result<()> {
    let mut command = Command::new(program()?);
    let output = command.args(["verify", "--store"]).arg(data_dir).output()?;
    ensure!(
        output.status.success(),
        "the chain does not verify: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let vault = record::vault(data_dir)?;
    // As a start does it: what the store has and the views have not is applied.
    let views = Views::open(&data_dir.join(layout::VIEWS)).context("the views are damaged")?;
    feed(data_dir, &vault, &views)?;
    let folder = tempfile::TempDir::new()?;
    let rebuilt = Views::rebuild_into(folder.path())?;
    feed(data_dir, &vault, &rebuilt)?;
    let differences = equal(&views.reader(), &rebuilt.reader())?;
    ensure!(
        differences.is_empty(),
        "views differ from a rebuild: {differences:?}"
    );
    ensure!(views.parked()?.is_empty(), "a stream is parked");
    Ok(())
}

fn feed(data_dir: &Path, vault: &Vault, views: &Views) -> anyhow::Result<Position> {
    // The files may have got to different places; what a file has already it passes over.
    let after = views.position().min(views.looks_position());
    record::read_all(data_dir, after, |batch| {
        let opened = lanyard_worker::open_all(vault, Positions::Gapless, batch)?;
        Ok(lanyard_worker::apply(views, opened)?)
    })
}

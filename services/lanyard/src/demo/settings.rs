//! Settings of a demonstration: keys and origin are drawn when its folder is made.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use lanyard_app::{Randomness, SystemRandomness};
use lanyard_vault::RootKey;

use crate::config::{Complete, LockSetting, Log, Roles, Settings};
use crate::files;
use crate::process::{layout, lock_beside};

/// Where a demonstration lives unless told otherwise.
pub const DATA_DIR: &str = "demo-data";
/// Marks a folder as a demonstration's; holds its origin.
pub const MARKER: &str = "demonstration";

/// Settings for `--demo`: everything below one folder, but for the checkpoint lock beside it.
pub fn settings(
    settings: Settings,
    data_dir: Option<PathBuf>,
    listen: Option<String>,
) -> anyhow::Result<Complete> {
    let settings = settings.with(data_dir, listen)?;
    let data_dir = settings
        .data_dir
        .clone()
        .unwrap_or_else(|| PathBuf::from(DATA_DIR));
    if settings.origin.is_some() || settings.root_key_file.is_some() || !settings.issuers.is_empty()
    {
        bail!(
            "--demo brings its own origin, keys and issuer: take LANYARD_ORIGIN, \
             LANYARD_ROOT_KEY_FILE and [[issuer]] out, or serve without --demo"
        );
    }
    if settings.roles != Roles::ALL || settings.engines.nats.is_some() {
        bail!(
            "--demo runs every role in one process on an embedded store: take LANYARD_ROLES and \
             LANYARD_NATS_URL out"
        );
    }
    let origin = prepare(&data_dir)?;
    let lock = lock_beside(&data_dir)?;
    Ok(Complete {
        demo: true,
        origin,
        trust_name: "Ridgeway Learning Trust".to_owned(),
        root_key_file: data_dir.join("root.key"),
        log: Log::Signs {
            key_file: data_dir.join("log.key"),
            checkpoint_lock: LockSetting::File(lock),
        },
        data_dir,
        settings,
    })
}

/// Draws origin and keys on the first start; answers the origin.
fn prepare(data_dir: &Path) -> anyhow::Result<String> {
    let marker = data_dir.join(MARKER);
    if marker.is_file() {
        let origin = std::fs::read_to_string(&marker)
            .with_context(|| format!("{} cannot be read", marker.display()))?;
        return Ok(origin.trim().to_owned());
    }
    if data_dir.join(layout::STORE).exists() || data_dir.join(layout::VAULT).exists() {
        bail!(
            "{} holds data that is no demonstration's: --demo does not start next to real data",
            data_dir.display()
        );
    }
    files::private_folder(data_dir)?;
    let root_key = data_dir.join("root.key");
    if !root_key.exists() {
        RootKey::create(&root_key).context("the root key could not be made")?;
    }
    let log_key = data_dir.join("log.key");
    if !log_key.exists() {
        let mut seed = [0; 32];
        SystemRandomness.fill(&mut seed);
        files::create_seed(&log_key, &seed)?;
    }
    let mut tail = [0; 4];
    SystemRandomness.fill(&mut tail);
    let tail: String = tail.iter().map(|byte| format!("{byte:02x}")).collect();
    let origin = format!("demo.lanyard.example/{tail}");
    files::create_private(&marker, format!("{origin}\n").as_bytes())?;
    Ok(origin)
}

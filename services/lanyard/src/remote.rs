//! A log at an address: only the files that its checkpoint needs are asked for.

use anyhow::Context;
use lanyard_evidence::TreeSize;
use lanyard_evidence::checkpoint::Checkpoint;
use lanyard_evidence::note::Note;
use lanyard_evidence::tile::needed;
use lanyard_evidence::verify::{Directory, Unreadable};

use crate::fetch;

/// The environment variable with an auditor's token: entries are not for everybody (design.md 6).
const TOKEN: &str = "LANYARD_VERIFY_TOKEN";

/// A log over HTTP.
pub struct RemoteLog {
    base: String,
    token: Option<String>,
    checkpoint: Vec<u8>,
    size: TreeSize,
}

impl RemoteLog {
    /// Fetches the checkpoint. The address is the trust's (`https://…`), or its `/log`.
    pub fn open(address: &str) -> anyhow::Result<Self> {
        let address = address.trim_end_matches('/');
        let base = if address.ends_with("/log") {
            address.to_owned()
        } else {
            format!("{address}/log")
        };
        let token = std::env::var(TOKEN).ok();
        let checkpoint = fetch::get(&format!("{base}/checkpoint"), None)?;
        let note = Note::parse(&checkpoint).context("REFUSED: the checkpoint is malformed")?;
        let size = Checkpoint::parse(&note.text)
            .context("REFUSED: the checkpoint is malformed")?
            .size;
        Ok(Self {
            base,
            token,
            checkpoint,
            size,
        })
    }
}

impl Directory for RemoteLog {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        let tiles = needed(self.size).map(|tile| tile.path());
        Ok(std::iter::once("checkpoint".to_owned())
            .chain(tiles)
            .collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        if path == "checkpoint" {
            // The one that the list was made from: the log may have grown since.
            return Ok(self.checkpoint.clone());
        }
        fetch::get(&format!("{}/{path}", self.base), self.token.as_deref()).map_err(|error| {
            Unreadable(format!(
                "{error:#}; entries need an auditor's token in {TOKEN}"
            ))
        })
    }
}

//! The manifest of a backup: what is in it, and what it proves.

use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use aws_lc_rs::digest::{self, SHA256};
use lanyard_blobs::BlobName;
use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::{Hash, TreeSize};
use serde::Deserialize;
use serde_json::json;

use crate::process::layout;

/// Its file: written last, so that a backup that was broken off has none.
pub const MANIFEST: &str = "manifest.json";
/// The only form there is yet.
const FORMAT: u16 = 1;
/// Bytes read at once.
const BUFFER: usize = 1 << 20;

/// What a backup is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Events and evidence files.
    Record,
    /// Wrapped keys.
    Keys,
}

/// How far a record goes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordHead {
    /// Position of its newest event.
    pub head: u64,
    /// Leaves of its tree.
    pub leaves: u64,
    /// Root over them, base64.
    pub root: String,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileEntry {
    /// Below the backup's folder, with slashes.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub kind: Kind,
    /// Name of the log.
    pub origin: String,
    /// When it was taken, RFC 3339.
    pub taken_at: String,
    /// Of a record.
    pub record: Option<RecordHead>,
    /// The last published checkpoint that was known.
    pub checkpoint: Option<String>,
    pub files: Vec<FileEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    format: u16,
    kind: Kind,
    origin: String,
    taken_at: String,
    record: Option<RecordHead>,
    checkpoint: Option<String>,
    files: Vec<FileEntry>,
}

impl RecordHead {
    pub(crate) fn of(head: &TreeHead) -> Self {
        Self {
            // Positions have no gap on the stores that can be backed up.
            head: head.size.0,
            leaves: head.size.0,
            root: head.root.to_base64(),
        }
    }

    pub(crate) fn tree_head(&self) -> anyhow::Result<TreeHead> {
        ensure!(
            self.head == self.leaves,
            "the manifest contradicts itself: head and leaves differ"
        );
        Ok(TreeHead {
            size: TreeSize(self.leaves),
            root: Hash::from_base64(&self.root).context("the manifest's root is malformed")?,
        })
    }
}

impl Manifest {
    /// Reads the manifest of a folder.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(MANIFEST);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(
                "{} is no whole backup: it has no {MANIFEST}, which is written last",
                folder.display()
            ),
            Err(error) => {
                return Err(error).with_context(|| format!("{} cannot be read", path.display()));
            }
        };
        let raw: Raw = serde_json::from_str(&text)
            .with_context(|| format!("{} is damaged", path.display()))?;
        ensure!(
            raw.format == FORMAT,
            "the backup is of format {}, and this release knows {FORMAT}: use the release that took it, or a newer one",
            raw.format
        );
        ensure!(
            raw.record.is_some() == (raw.kind == Kind::Record),
            "the manifest contradicts itself: only a record has a head"
        );
        for file in &raw.files {
            ensure!(
                is_ours(&file.path),
                "the manifest names {:?}, which no backup has",
                file.path
            );
        }
        Ok(Self {
            kind: raw.kind,
            origin: raw.origin,
            taken_at: raw.taken_at,
            record: raw.record,
            checkpoint: raw.checkpoint,
            files: raw.files,
        })
    }

    pub(super) fn to_text(&self) -> String {
        let files: Vec<_> = self
            .files
            .iter()
            .map(|file| json!({"path": file.path, "bytes": file.bytes, "sha256": file.sha256}))
            .collect();
        let record = self
            .record
            .as_ref()
            .map(|it| json!({"head": it.head, "leaves": it.leaves, "root": it.root}));
        let kind = match self.kind {
            Kind::Record => "record",
            Kind::Keys => "keys",
        };
        let whole = json!({
            "format": FORMAT,
            "kind": kind,
            "origin": self.origin,
            "taken_at": self.taken_at,
            "record": record,
            "checkpoint": self.checkpoint,
            "files": files,
        });
        format!("{whole:#}\n")
    }

    /// Names of the evidence files in it.
    pub(super) fn blobs(&self) -> impl Iterator<Item = BlobName> {
        self.files.iter().filter_map(|file| blob(&file.path))
    }
}

fn blob(path: &str) -> Option<BlobName> {
    path.strip_prefix("blobs/")?.parse().ok()
}

/// The files that a backup may have; nothing else, and no way out of its folder.
fn is_ours(path: &str) -> bool {
    [layout::STORE, layout::VAULT, layout::VKEY, "log/checkpoint"].contains(&path)
        || blob(path).is_some()
}

/// Length and SHA-256 of a file.
pub(super) fn entry(path: &str, file: &Path) -> anyhow::Result<FileEntry> {
    let cannot = || format!("{} cannot be read", file.display());
    let mut reading = File::open(file).with_context(cannot)?;
    let mut digest = digest::Context::new(&SHA256);
    let (mut buffer, mut bytes) = (vec![0; BUFFER], 0);
    loop {
        let read = reading.read(&mut buffer).with_context(cannot)?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
    let mut sha256 = String::with_capacity(64);
    for byte in digest.finish().as_ref() {
        write!(sha256, "{byte:02x}").context("a text cannot be made")?;
    }
    Ok(FileEntry {
        path: path.to_owned(),
        bytes,
        sha256,
    })
}

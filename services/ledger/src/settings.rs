//! What a ledger is told at start.

use std::path::PathBuf;

use lanyard_evidence::note::Signer;

/// Where a ledger keeps its files, and as whom it signs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder of the working tiles; made if missing. May be deleted while nothing runs.
    pub dir: PathBuf,
    /// Folder of the published log; made if missing, best on the same file system as `dir`.
    pub public_dir: PathBuf,
    /// The checkpoint lock (design.md 3): a file outside both folders and outside every backup.
    pub lock: PathBuf,
    /// Name of the log.
    pub origin: String,
    /// The log's key; its name is the origin.
    pub signer: Signer,
}

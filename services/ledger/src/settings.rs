//! What a ledger is told at start.

use std::path::PathBuf;

use lanyard_evidence::note::{Signer, VerifierKey};

use crate::LockAt;

/// Where a ledger keeps its files, and what part it has in signing.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder of the working tiles; made if missing. May be deleted while nothing runs.
    pub dir: PathBuf,
    /// Folder of the published log; made if missing, best on the same file system as `dir`.
    pub public_dir: PathBuf,
    /// Name of the log.
    pub origin: String,
    /// Whether this process signs.
    pub part: Part,
}

/// What a process has to do with the log's signatures: one process of an installation signs.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "made once, at start")]
pub enum Part {
    /// It signs.
    Signer {
        /// The log's key; its name is the origin.
        signer: Signer,
        /// The checkpoint lock (design.md 3): outside both folders and outside every backup.
        lock: LockAt,
    },
    /// It serves what the signer has signed, once its own tree has the same root.
    Follower {
        /// The log's public key; its name is the origin.
        key: VerifierKey,
    },
}

impl Part {
    /// The log's public key.
    pub(crate) fn key(&self) -> &VerifierKey {
        match self {
            Self::Signer { signer, .. } => signer.verifier_key(),
            Self::Follower { key } => key,
        }
    }
}

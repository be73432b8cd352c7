//! Checks, without files, network or clock, of what a Lanyard log hands out (SPEC.md 11).
//!
//! Every refusal says what is wrong, where, and what that means.

mod directory;
mod error;
mod store;

use crate::checkpoint::Checkpoint;
use crate::leaf::Leaf;
use crate::note::{Note, VerifiedSignature, VerifierKey, inner_name};
use crate::proof::TlogProof;
use crate::tree::verify_inclusion;
use crate::{LeafIndex, TreeSize};

pub use directory::{Directory, Unreadable, VerifiedLog, directory, directory_since};
pub use error::{StoreError, VerifyError};
pub use store::{StoreCheck, StoredRow, VerifiedStore, store};

/// The keys that whoever checks has from elsewhere: never from the log that is checked.
#[derive(Clone, Copy, Debug)]
pub struct TrustedKeys<'a> {
    /// The log's outside key; the inner one is derived from it.
    pub log: &'a VerifierKey,
    /// Witnesses whose cosignatures count; those of others are passed over.
    pub witnesses: &'a [VerifierKey],
}

impl<'a> From<&'a VerifierKey> for TrustedKeys<'a> {
    fn from(log: &'a VerifierKey) -> Self {
        Self { log, witnesses: &[] }
    }
}

/// For whom the log signed a checkpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Under `<origin>/inner`: any size, for whoever may see an event in it.
    Inner,
    /// Under the origin itself: for everyone.
    Outside,
}

/// A checkpoint whose signatures hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedCheckpoint {
    /// Log, size and root.
    pub checkpoint: Checkpoint,
    /// Inner or outside.
    pub scope: Scope,
    /// The given witnesses that cosigned it, and when by their own clocks.
    pub witnesses: Vec<VerifiedSignature>,
}

/// A receipt that holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedReceipt {
    /// The leaf proved to be in the log.
    pub leaf: Leaf,
    /// Its place.
    pub index: LeafIndex,
    /// The checkpoint it is proved under.
    pub signed: VerifiedCheckpoint,
}

impl VerifiedReceipt {
    /// Leaves in the tree it is proved under.
    #[must_use]
    pub fn tree_size(&self) -> TreeSize {
        self.signed.checkpoint.size
    }

    /// By the log's own clock the record was in the log before this time, in Unix seconds:
    /// the end of the leaf's minute.
    #[must_use]
    pub fn recorded_before_unix_seconds(&self) -> u64 {
        (u64::from(self.leaf.recorded_minute) + 1) * 60
    }
}

/// Checks a signed checkpoint, inner or outside.
///
/// # Errors
/// It is malformed, of another log, or a signature by one of the keys is missing or wrong.
pub fn checkpoint<'a>(
    note: impl AsRef<[u8]>,
    keys: impl Into<TrustedKeys<'a>>,
) -> Result<VerifiedCheckpoint, VerifyError> {
    signed_checkpoint(&Note::parse(note.as_ref())?, keys.into())
}

/// Checks a receipt: the leaf is in the tree, and the log signed the tree.
///
/// # Errors
/// The text is malformed, the signatures fail, or the leaf is not in the signed tree.
pub fn receipt<'a>(
    text: impl AsRef<[u8]>,
    keys: impl Into<TrustedKeys<'a>>,
) -> Result<VerifiedReceipt, VerifyError> {
    let proof = TlogProof::parse(text.as_ref())?;
    let signed = signed_checkpoint(&proof.checkpoint, keys.into())?;
    let (leaf, index) = (proof.leaf, proof.index);
    verify_inclusion(&signed.checkpoint.head(), index, &leaf.hash(), &proof.hashes)?;
    Ok(VerifiedReceipt { leaf, index, signed })
}

fn signed_checkpoint(note: &Note, keys: TrustedKeys) -> Result<VerifiedCheckpoint, VerifyError> {
    let origin = keys.log.name();
    let wrong_role = keys.witnesses.iter().find(|key| !key.is_witness());
    if let Some(key) = wrong_role.or(keys.log.is_witness().then_some(keys.log)) {
        return Err(VerifyError::KeyRole(key.name().to_owned()));
    }
    if origin.ends_with("/inner") {
        return Err(VerifyError::InnerKey(origin.to_owned()));
    }
    let checkpoint = Checkpoint::parse(&note.text)?;
    let (scope, key) = if checkpoint.origin == origin {
        (Scope::Outside, keys.log.clone())
    } else if checkpoint.origin == inner_name(origin) {
        (Scope::Inner, keys.log.inner())
    } else {
        return Err(VerifyError::OtherLog(checkpoint.origin, origin.to_owned()));
    };
    let witnesses = note.verify(&key, keys.witnesses)?;
    Ok(VerifiedCheckpoint { checkpoint, scope, witnesses })
}

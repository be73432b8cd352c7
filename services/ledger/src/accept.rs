//! Checkpoints that another process signed: taken over once this process's own tree has the same
//! root, so that each vouches for what it serves.

use std::sync::atomic::Ordering;

use lanyard_evidence::TreeSize;
use lanyard_evidence::note::Note;
use lanyard_evidence::verify::{self, Scope};

use crate::LedgerError;
use crate::ledger::{Ledger, get, locked, set};

/// What became of a checkpoint that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is served from now on.
    Served,
    /// An equal or newer one is served already.
    Older,
    /// This process's tree has not got that far: hand it over again later.
    Ahead,
}

impl Ledger {
    /// Takes back every checkpoint and serves none from now on: this process's record and the
    /// signer's are not the same.
    pub fn disown(&self) {
        self.disowned.store(true, Ordering::Relaxed);
        set(&self.inner, None);
        set(&self.outside, None);
    }

    /// Whether that has happened: the process is not ready then.
    #[must_use]
    pub fn is_disowned(&self) -> bool {
        self.disowned.load(Ordering::Relaxed)
    }

    /// Takes over a signed checkpoint, inner or outside, that the signer has handed out.
    ///
    /// # Errors
    /// `Foreign`: it is malformed or not signed by the log's key. `Forked`: this process's tree has
    /// another root at that size, so one of the two has another history: serve nothing, raise the
    /// alarm. `File` and `TileDamaged` for a published one that cannot be put into the public folder.
    pub fn accept(&self, note: &str) -> Result<Accepted, LedgerError> {
        let verified = verify::checkpoint(note, &self.key).map_err(LedgerError::Foreign)?;
        let head = verified.checkpoint.head();
        let mut publishing = locked(&self.publishing);
        let served = match verified.scope {
            Scope::Inner => get(&self.inner).map(|signed| signed.head.size),
            Scope::Outside => get(&self.outside).map(|published| published.head.size),
        };
        if served.is_some_and(|served| served >= head.size) {
            return Ok(Accepted::Older);
        }
        let tree = self.snapshot();
        if tree.edge.size() < head.size {
            return Ok(Accepted::Ahead);
        }
        if tree.head_at(head.size)? != head {
            return Err(LedgerError::Forked { size: head.size });
        }
        match verified.scope {
            Scope::Inner => {
                let note = Note::parse(note.as_bytes())
                    .map_err(|error| LedgerError::Foreign(error.into()))?;
                self.hand_out_inner(head, note);
            }
            Scope::Outside => {
                let published = served.unwrap_or(TreeSize(0));
                self.publish(&mut publishing, &tree, (head, published), || {
                    Ok(note.to_owned())
                })?;
            }
        }
        Ok(Accepted::Served)
    }
}

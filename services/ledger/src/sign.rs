//! Signing: never before the lock has moved, never two roots for one size.
//!
//! After a crash between any two of the numbered steps, `start` signs again exactly what the lock
//! holds: Ed25519 is deterministic, so the same text gets the same signature.

use std::sync::Arc;

use lanyard_evidence::TreeSize;
use lanyard_evidence::checkpoint::Checkpoint;
use lanyard_evidence::note::{Note, Signer};
use lanyard_evidence::tree::TreeHead;

use crate::LedgerError;
use crate::ledger::{Ledger, Publishing, Signed, Signing, get, locked, set};
use crate::publish::Published;
use crate::snapshot::Snapshot;

impl Ledger {
    /// Signs an inner checkpoint over the whole tree, for receipts. `None` when nothing is new.
    ///
    /// # Errors
    /// `NotTheSigner`: this process only follows. `ForeignSigner` or `LockGone`: it may not sign any
    /// more. `File`: the lock could not be written; nothing was signed, and it may be tried again.
    pub fn sign_inner(&self) -> Result<Option<TreeHead>, LedgerError> {
        let signing = self.signing()?;
        let mut written = locked(&signing.inner);
        // 1. The root over everything that is followed now.
        let tree = self.snapshot();
        let size = tree.edge.size();
        if size <= written.last.size {
            return Ok(None);
        }
        let head = tree.head_at(size)?;
        // 2. The lock says so, durably, before anybody else can.
        let origin = signing.inner_signer.verifier_key().name();
        signing.lock.swap(origin, &mut written, head)?;
        // 3. Only now the signature comes to be, and goes out.
        self.hand_out_inner(head, signed(&signing.inner_signer, head));
        Ok(Some(head))
    }

    /// Signs and publishes an outside checkpoint at the largest multiple of 256 that the tree has
    /// reached. `None` when that is published.
    ///
    /// # Errors
    /// As for `sign_inner`; also `TileDamaged`, and `File` for any file of the public folder. What was
    /// left half-done is finished by the next call or the next start.
    pub fn sign_outside(&self) -> Result<Option<TreeHead>, LedgerError> {
        let signing = self.signing()?;
        let mut publishing = locked(&self.publishing);
        let tree = self.snapshot();
        let size = TreeSize(tree.edge.size().0 / 256 * 256);
        let published = get(&self.outside).map_or(TreeSize(0), |it| it.head.size);
        if published < size {
            let head = tree.head_at(size)?;
            let sign = || sign_outside(signing, head);
            self.publish(&mut publishing, &tree, (head, published), sign)?;
            return Ok(Some(head));
        }
        if !publishing.tidy {
            self.public.remove_unneeded(published)?;
            publishing.tidy = true;
        }
        Ok(None)
    }

    /// Puts out what the lock holds: the second half of `sign_*`, for `start`, which has found a
    /// checkpoint of the `published` size in the public folder.
    pub(crate) fn hand_out_locked(&self, published: TreeSize) -> Result<(), LedgerError> {
        let signing = self.signing()?;
        let inner = locked(&signing.inner).last;
        if inner.size.0 > 0 {
            self.hand_out_inner(inner, signed(&signing.inner_signer, inner));
        }
        let mut publishing = locked(&self.publishing);
        let outside = locked(&signing.outside).last;
        if outside.size.0 > 0 {
            let sign = || sign_outside(signing, outside);
            return self.publish(
                &mut publishing,
                &self.snapshot(),
                (outside, published),
                sign,
            );
        }
        self.public.remove_unneeded(outside.size)?;
        publishing.tidy = true;
        Ok(())
    }

    pub(crate) fn hand_out_inner(&self, head: TreeHead, note: Note) {
        set(&self.inner, Some(Arc::new(Signed { head, note })));
        self.signed_size.send_replace(head.size);
    }

    /// Publishes a checkpoint of `head` where one of the `published` size stands; `sign` locks and
    /// signs it, or hands over what another process signed.
    pub(crate) fn publish(
        &self,
        publishing: &mut Publishing,
        tree: &Snapshot,
        (head, published): (TreeHead, TreeSize),
        sign: impl FnOnce() -> Result<String, LedgerError>,
    ) -> Result<(), LedgerError> {
        let old = get(&self.outside);
        let was_tidy = std::mem::replace(&mut publishing.tidy, false);
        // 1. Every tile that the checkpoint needs is in the public folder, durably.
        let partial = self.public.put_tiles(tree, published, head.size)?;
        self.places.sync()?;
        // 2. The lock says so, durably, before anybody else can; 3. only then it is signed.
        let text = sign()?;
        // 4. It goes out.
        self.public.put_checkpoint(&text)?;
        let new = Published {
            head,
            text,
            partial,
        };
        set(&self.outside, Some(Arc::new(new)));
        // 5. What only the last checkpoint needed goes.
        match old.filter(|_| was_tidy) {
            Some(old) => self.public.remove_partial(&old, head.size)?,
            None => self.public.remove_unneeded(head.size)?,
        }
        publishing.tidy = true;
        Ok(())
    }

    fn signing(&self) -> Result<&Signing, LedgerError> {
        self.signing.as_ref().ok_or(LedgerError::NotTheSigner)
    }
}

/// Steps 2 and 3 of publishing, in the process that signs.
fn sign_outside(signing: &Signing, head: TreeHead) -> Result<String, LedgerError> {
    let mut written = locked(&signing.outside);
    if head != written.last {
        let origin = signing.outside_signer.verifier_key().name();
        signing.lock.swap(origin, &mut written, head)?;
    }
    Ok(signed(&signing.outside_signer, head).to_string())
}

/// The signed note of a checkpoint; the key's name is the log's.
fn signed(signer: &Signer, head: TreeHead) -> Note {
    let checkpoint = Checkpoint {
        origin: signer.verifier_key().name().to_owned(),
        size: head.size,
        root: head.root,
    };
    Note::sign(&checkpoint.to_string(), &[signer])
}

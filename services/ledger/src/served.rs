//! What a ledger answers: receipts, checkpoints, the public log, proofs.

use lanyard_events::Position;
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::note::Note;
use lanyard_evidence::proof::TlogProof;
use lanyard_evidence::tile::Tile;
use lanyard_evidence::tree::{HashReader, prove_consistency, prove_inclusion};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};

use crate::LedgerError;
use crate::ledger::{Ledger, get};
use crate::places::Places;
use crate::publish::CHECKPOINT;

impl Ledger {
    /// The receipt of one leaf as `.tlog-proof` text, under the newest inner checkpoint. `None` while
    /// that does not cover it: wait by `watch`.
    ///
    /// # Errors
    /// `OtherLeaf`: the log has another leaf there. `TileDamaged` or `File`: a tile cannot be read.
    pub fn receipt(&self, index: LeafIndex, leaf: &Leaf) -> Result<Option<String>, LedgerError> {
        // The checkpoint first: the tree read after it is at least as large.
        match get(&self.inner) {
            Some(signed) => self.receipt_under(index, leaf, signed.head.size, &signed.note),
            None => Ok(None),
        }
    }

    /// The same under the published checkpoint, whose size does not count events. `None` before it covers the
    /// leaf: it is made at night.
    ///
    /// # Errors
    /// As `receipt`.
    pub fn public_receipt(
        &self,
        index: LeafIndex,
        leaf: &Leaf,
    ) -> Result<Option<String>, LedgerError> {
        let Some(published) = get(&self.outside) else {
            return Ok(None);
        };
        // It was signed here, or checked when it was taken over: a text that is none covers nothing.
        match Note::parse(published.text.as_bytes()) {
            Ok(note) => self.receipt_under(index, leaf, published.head.size, &note),
            Err(_) => Ok(None),
        }
    }

    fn receipt_under(
        &self,
        index: LeafIndex,
        leaf: &Leaf,
        size: TreeSize,
        note: &Note,
    ) -> Result<Option<String>, LedgerError> {
        if index.0 >= size.0 {
            return Ok(None);
        }
        let tree = self.snapshot();
        if tree.prove(|tree| tree.subtree(0, index.0))? != leaf.hash() {
            return Err(LedgerError::OtherLeaf { index });
        }
        let hashes = tree.prove(|tree| prove_inclusion(tree, index, size))?;
        let receipt = TlogProof {
            leaf: *leaf,
            index,
            hashes,
            checkpoint: note.clone(),
        };
        Ok(Some(receipt.to_string()))
    }

    /// Position of the newest event in the tree: what follows is read from there on.
    #[must_use]
    pub fn position(&self) -> Position {
        self.edge().last()
    }

    /// The leaf of the event at a position; `None` while the tree has not got that far.
    ///
    /// # Errors
    /// `PositionsDamaged`, `File`: where positions are kept in a file, that is damaged or unreadable.
    pub fn index_of(&self, position: Position) -> Result<Option<LeafIndex>, LedgerError> {
        let found = self.places.find(position, self.edge().size().0)?;
        Ok(found.map(LeafIndex))
    }

    /// How many events stand after a position, up to another. Beyond the tree's end, where positions
    /// have gaps, by the mean distance of those before: to see who lags, not to count.
    #[must_use]
    pub fn events_between(&self, after: Position, up_to: Position) -> u64 {
        let distance = up_to.0.saturating_sub(after.0);
        if matches!(self.places, Places::Counted) || distance == 0 {
            return distance;
        }
        let edge = self.edge();
        let (size, last) = (edge.size().0, edge.last());
        let counted = |position| self.places.up_to(position, size);
        // Unreadable positions stop the tree itself, which says so.
        let within = counted(up_to).and_then(|end| Ok(end.saturating_sub(counted(after)?)));
        let beyond = u128::from(up_to.0.saturating_sub(after.0.max(last.0)));
        let mean = u128::from(size.max(1)) * beyond;
        let beyond = mean.div_ceil(u128::from(last.0.max(1)));
        let beyond = u64::try_from(beyond).unwrap_or(u64::MAX);
        within.unwrap_or(0).saturating_add(beyond)
    }

    /// The signed outside checkpoint that is published; `None` before the first.
    #[must_use]
    pub fn outside_checkpoint(&self) -> Option<String> {
        get(&self.outside).map(|published| published.text.clone())
    }

    /// The newest signed inner checkpoint; `None` before the first. Its size counts events, so it is
    /// only for whoever may see one of them.
    #[must_use]
    pub fn inner_checkpoint(&self) -> Option<String> {
        get(&self.inner).map(|signed| signed.note.to_string())
    }

    /// A file of the published log: `checkpoint`, or a tile by its one spelling. `None` for whatever
    /// the published checkpoint does not need; nothing beyond its size can be had.
    ///
    /// # Errors
    /// The file is damaged or cannot be read.
    pub fn public_file(&self, path: &str) -> Result<Option<Vec<u8>>, LedgerError> {
        let Some(published) = get(&self.outside) else {
            return Ok(None);
        };
        if path == CHECKPOINT {
            return Ok(Some(published.text.clone().into_bytes()));
        }
        let Some(tile) = Tile::parse(path) else {
            return Ok(None);
        };
        if published.covers(&tile) {
            return self.public.read(&tile).map(Some);
        }
        Ok(published.partial(&tile).map(<[u8]>::to_vec))
    }

    /// The hashes that show a tree of `new` leaves to continue that of its first `old`. For witnesses
    /// both are sizes of outside checkpoints.
    ///
    /// # Errors
    /// `old` is larger than `new`, `new` than the tree, or a tile cannot be read.
    pub fn consistency(&self, old: TreeSize, new: TreeSize) -> Result<Vec<Hash>, LedgerError> {
        self.snapshot()
            .prove(|tree| prove_consistency(tree, old, new))
    }

    /// Root over the first `size` leaves.
    ///
    /// # Errors
    /// There are fewer leaves, or a tile cannot be read.
    pub fn root_at(&self, size: TreeSize) -> Result<Hash, LedgerError> {
        Ok(self.snapshot().head_at(size)?.root)
    }
}

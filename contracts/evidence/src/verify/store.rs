//! A store against its log, without any key: what the plain columns alone must agree with.

use std::collections::BTreeMap;

use super::StoreError;
use crate::commitment::Committer;
use crate::event::{METADATA_FIELDS, stored_event_digest};
use crate::heads::StreamHead;
use crate::leaf::Leaf;
use crate::tree::{Frontier, TreeHead};
use crate::{Hash, LeafIndex, TreeSize};

/// One stored event, in store order.
#[derive(Clone, Copy, Debug)]
pub struct StoredRow<'a> {
    /// RFC 8785 JSON of each metadata field, in the order of `METADATA_FIELDS`.
    pub metadata: [&'a [u8]; 12],
    /// The seed of the metadata's commitments.
    pub metadata_seed: &'a [u8; 32],
    /// All commitments, 32 bytes each, metadata first.
    pub commitments: &'a [u8],
    /// The recorder's minute.
    pub recorded_minute: u32,
    /// Root of the newest witnessed checkpoint the recorder knew.
    pub not_before: Hash,
    /// Leaf hash that the log's tile has at this place, if at hand: it names a deviation at once.
    pub logged_leaf: Option<Hash>,
}

/// A store that agrees with its log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedStore {
    /// Events in the store, and the root over all of them.
    pub head: TreeHead,
    /// Number of streams.
    pub streams: usize,
    /// Size of the largest checkpoint it agrees with; events beyond are not yet signed for.
    pub signed: TreeSize,
}

/// Takes rows one by one in store order and stops at the first deviation.
#[derive(Clone, Debug, Default)]
pub struct StoreCheck {
    tree: Frontier,
    signed: TreeSize,
    checkpoints: Vec<TreeHead>,
    /// Last revision and digest of every stream.
    streams: BTreeMap<String, (u64, Hash)>,
}

/// Checks a whole store against checkpoints whose signatures hold.
///
/// # Errors
/// The first deviation and its place.
pub fn store<'a>(
    rows: impl IntoIterator<Item = StoredRow<'a>>,
    checkpoints: &[TreeHead],
) -> Result<VerifiedStore, StoreError> {
    let mut check = StoreCheck::new(checkpoints);
    rows.into_iter().try_for_each(|row| check.row(&row))?;
    check.finish()
}

impl StoreCheck {
    /// Starts before the first row, with the checkpoints (their signatures checked) to agree with.
    #[must_use]
    pub fn new(checkpoints: &[TreeHead]) -> Self {
        let mut checkpoints = checkpoints.to_vec();
        checkpoints.sort_by_key(|head| std::cmp::Reverse(head.size));
        Self { checkpoints, ..Self::default() }
    }

    /// Takes the next row.
    ///
    /// # Errors
    /// This row, or the store up to it, deviates.
    pub fn row(&mut self, row: &StoredRow) -> Result<(), StoreError> {
        self.reach_checkpoints()?;
        let place = LeafIndex(self.tree.size().0);
        let digest = check_commitments(place, row)?;
        let leaf =
            Leaf { digest, recorded_minute: row.recorded_minute, not_before: row.not_before };
        let leaf_hash = leaf.hash();
        if row.logged_leaf.is_some_and(|logged| logged != leaf_hash) {
            return Err(StoreError::Leaf(place));
        }
        self.check_chain(place, row, digest)?;
        self.tree.push(leaf_hash);
        Ok(())
    }

    /// Ends after the last row.
    ///
    /// # Errors
    /// A checkpoint's root differs, or the store ends before a checkpoint.
    pub fn finish(mut self) -> Result<VerifiedStore, StoreError> {
        self.reach_checkpoints()?;
        let head = self.tree.head();
        if let Some(missed) = self.checkpoints.first() {
            return Err(StoreError::Short(head.size, missed.size));
        }
        let (streams, signed) = (self.streams.len(), self.signed);
        Ok(VerifiedStore { head, streams, signed })
    }

    /// Where every stream stands after the rows taken so far, sorted as a seal sorts them.
    pub fn heads(&self) -> impl Iterator<Item = StreamHead> {
        self.streams.iter().map(|(stream, &(revision, digest))| StreamHead {
            stream: stream.clone(),
            revision,
            digest,
        })
    }

    fn reach_checkpoints(&mut self) -> Result<(), StoreError> {
        let size = self.tree.size();
        while let Some(head) = self.checkpoints.pop_if(|head| head.size == size) {
            if head.root != self.tree.root() {
                return Err(StoreError::Root(self.signed, size));
            }
            self.signed = size;
        }
        Ok(())
    }

    /// Revisions follow without a gap, and each event names the digest of the one before it.
    fn check_chain(
        &mut self,
        place: LeafIndex,
        row: &StoredRow,
        digest: Hash,
    ) -> Result<(), StoreError> {
        let [_, stream, revision, .., prev] = row.metadata;
        let stream = plain_string(stream).ok_or(StoreError::Field(place, "stream"))?;
        let last = self.streams.get(stream);
        let (expected, link) = last
            .map_or((0, "null".to_owned()), |(last, digest)| (last + 1, format!("\"{digest}\"")));
        if revision != expected.to_string().as_bytes() {
            return Err(StoreError::Revision(
                place,
                stream.to_owned(),
                String::from_utf8_lossy(revision).into_owned(),
                expected,
            ));
        }
        if prev != link.as_bytes() {
            return Err(StoreError::Prev(place, stream.to_owned()));
        }
        self.streams.insert(stream.to_owned(), (expected, digest));
        Ok(())
    }
}

/// Recomputes the metadata's commitments and gives the event's digest.
fn check_commitments(place: LeafIndex, row: &StoredRow) -> Result<Hash, StoreError> {
    let bytes = row.commitments.len();
    let digest = stored_event_digest(row.commitments).filter(|_| bytes >= 32 * row.metadata.len());
    let digest = digest.ok_or(StoreError::Commitments(place, bytes))?;
    let committer = Committer::new(row.metadata_seed);
    let stored = row.commitments.chunks_exact(32);
    let fields = METADATA_FIELDS.iter().zip(row.metadata).zip(stored);
    for (index, ((field, value), commitment)) in (0..).zip(fields) {
        if committer.commit(index, field, value).0 != commitment {
            return Err(StoreError::Field(place, field));
        }
    }
    Ok(digest)
}

/// A JSON string in which nothing needs escaping, as all stream names are.
fn plain_string(json: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(json).ok()?;
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['"', '\\'])).then_some(text)
}

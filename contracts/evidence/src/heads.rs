//! The daily seal over stream heads (SPEC.md 10): which casework streams exist and where each ends.

use thiserror::Error;

use crate::Hash;
use crate::hash::sha256;
use crate::tree::{TreeError, TreeHead, leaf_hash, prove_inclusion, root_at, verify_inclusion};
use crate::{LeafIndex, TreeSize, commitment::Committer};

/// Sets head hashes apart from every other use of SHA-256.
const HEAD_DOMAIN: &[u8; 16] = b"lanyard/head/v1\0";
/// Index under which salts of heads are drawn; an event has no field there.
const HEAD_INDEX: u16 = u16::MAX;

/// Where one stream ended when the seal was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StreamHead {
    /// Name of the stream.
    pub stream: String,
    /// Revision of its last event.
    pub revision: u64,
    /// Digest of its last event.
    pub digest: Hash,
}

/// Shows one head to be under a seal without showing any other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeadProof {
    /// The head.
    pub head: StreamHead,
    /// Its salt.
    pub salt: Hash,
    /// Its place among the sorted streams.
    pub index: LeafIndex,
    /// From its sibling up to the root's child.
    pub hashes: Vec<Hash>,
}

/// Why heads cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeadsError {
    /// The stream at that place, from 0, is not after the one before it.
    #[error(
        "stream {0} of the seal is not after the one before it; streams are sorted by name and each is there once"
    )]
    Order(usize),
}

/// The tree of one seal.
#[derive(Clone, Debug)]
pub struct SealedHeads {
    salts: Committer,
    heads: Vec<StreamHead>,
    leaf_hashes: Vec<Hash>,
}

impl SealedHeads {
    /// Builds the tree; `seed` is 32 random bytes kept in the seal's box.
    ///
    /// # Errors
    /// The streams are not strictly sorted by the bytes of their names.
    pub fn build(seed: &[u8; 32], heads: Vec<StreamHead>) -> Result<Self, HeadsError> {
        let mut order = heads.windows(2);
        if let Some(place) = order.position(|pair| pair[0].stream >= pair[1].stream) {
            return Err(HeadsError::Order(place + 1));
        }
        let salts = Committer::new(seed);
        let hash = |head: &StreamHead| head.leaf_hash(&salts.salt(HEAD_INDEX, &head.stream));
        let leaf_hashes = heads.iter().map(hash).collect();
        Ok(Self { salts, heads, leaf_hashes })
    }

    /// Count and root: what the seal commits to.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        let size = TreeSize(self.heads.len() as u64);
        let root = root_at(&self.leaf_hashes, size).expect("every leaf hash is held");
        TreeHead { size, root }
    }

    /// Proves where one stream ended; `None` if the seal does not cover it.
    #[must_use]
    pub fn prove(&self, stream: &str) -> Option<HeadProof> {
        let place = self.heads.binary_search_by(|head| head.stream.as_str().cmp(stream)).ok()?;
        let index = LeafIndex(place as u64);
        let hashes =
            prove_inclusion(&self.leaf_hashes, index, TreeSize(self.heads.len() as u64)).ok()?;
        let salt = self.salts.salt(HEAD_INDEX, stream);
        Some(HeadProof { head: self.heads[place].clone(), salt, index, hashes })
    }
}

impl StreamHead {
    fn leaf_hash(&self, salt: &Hash) -> Hash {
        let name_bytes = u16::try_from(self.stream.len()).unwrap_or(u16::MAX).to_be_bytes();
        let (name, revision) = (self.stream.as_bytes(), self.revision.to_be_bytes());
        let head = sha256(&[HEAD_DOMAIN, &salt.0, &name_bytes, name, &revision, &self.digest.0]);
        leaf_hash(&head.0)
    }
}

impl HeadProof {
    /// Checks the head against the count and root that a seal commits to.
    ///
    /// # Errors
    /// The head is not the one sealed at that place.
    pub fn verify(&self, seal: &TreeHead) -> Result<(), TreeError> {
        verify_inclusion(seal, self.index, &self.head.leaf_hash(&self.salt), &self.hashes)
    }
}

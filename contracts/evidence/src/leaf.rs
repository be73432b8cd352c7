//! The leaf: 69 bytes per event that show no type, no person and no field count (SPEC.md 4).

use thiserror::Error;

use crate::{Hash, tree};

/// Length of every leaf: 1 version, 32 digest, 4 minute, 32 `not_before`.
pub const LEAF_BYTES: usize = 69;
/// First byte of a leaf of this layout.
pub const LEAF_VERSION: u8 = 0x01;

/// What the log holds of one event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leaf {
    /// The event's digest.
    pub digest: Hash,
    /// Recorder's clock: whole minutes since 1970-01-01T00:00Z. Need not rise from leaf to leaf.
    pub recorded_minute: u32,
    /// Root of the newest witnessed checkpoint the recorder knew; zeros before the first.
    pub not_before: Hash,
}

/// Why bytes are not a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LeafError {
    /// That many bytes, not 69.
    #[error("a leaf has 69 bytes and this has {0}; it was cut, lengthened or is something else")]
    Length(usize),
    /// That first byte, not 1.
    #[error("a leaf begins with byte 1 and this with {0}; it was changed or is of a later release")]
    Version(u8),
}

impl Leaf {
    /// The 69 bytes that are hashed into the tree.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; LEAF_BYTES] {
        let mut bytes = [0; LEAF_BYTES];
        bytes[0] = LEAF_VERSION;
        bytes[1..33].copy_from_slice(&self.digest.0);
        bytes[33..37].copy_from_slice(&self.recorded_minute.to_be_bytes());
        bytes[37..].copy_from_slice(&self.not_before.0);
        bytes
    }

    /// Reads 69 bytes of version 1.
    ///
    /// # Errors
    /// Any other length or first byte.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        let bytes: &[u8; LEAF_BYTES] =
            bytes.try_into().map_err(|_| LeafError::Length(bytes.len()))?;
        if bytes[0] != LEAF_VERSION {
            return Err(LeafError::Version(bytes[0]));
        }
        let hash = |from: usize| Hash(std::array::from_fn(|place| bytes[from + place]));
        let recorded_minute = u32::from_be_bytes([bytes[33], bytes[34], bytes[35], bytes[36]]);
        Ok(Self { digest: hash(1), recorded_minute, not_before: hash(37) })
    }

    /// Its RFC 6962 leaf hash.
    #[must_use]
    pub fn hash(&self) -> Hash {
        tree::leaf_hash(&self.to_bytes())
    }
}

//! The receipt: one leaf, its place, the hashes up to the root, and the signed root, in one text file
//! (C2SP tlog-proof; SPEC.md 8).

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use thiserror::Error;

use crate::hash::{decode_base64, decode_decimal};
use crate::leaf::{Leaf, LeafError};
use crate::note::{Note, NoteError};
use crate::{Hash, LeafIndex};

/// First line of every receipt.
const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// A tree of 64-bit size is at most 64 levels high, so no honest proof is longer.
const MAX_HASHES: usize = 64;

/// A receipt as it is written down. Nothing in it is to be believed before `verify::receipt`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlogProof {
    /// The leaf, carried in `extra`.
    pub leaf: Leaf,
    /// Place of the leaf in the log.
    pub index: LeafIndex,
    /// From the leaf's sibling up to the root's child.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: Note,
}

/// Why a text is not a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProofError {
    /// Not UTF-8.
    #[error("the receipt is not UTF-8 text; it was changed or is another kind of file")]
    Encoding,
    /// Another first line.
    #[error("the receipt does not begin with {HEADER}; it was changed or is another file")]
    Header,
    /// No leaf.
    #[error("line 2 of the receipt is not \"extra\" and base64; without a leaf nothing is proved")]
    Extra,
    /// A leaf that is none.
    #[error("the leaf in line 2 of the receipt is malformed")]
    Leaf(#[source] LeafError),
    /// No index.
    #[error("line 3 of the receipt is not \"index\" and a plain decimal; it was changed")]
    Index,
    /// That line, counted from 1, is no hash.
    #[error("line {0} of the receipt is not the base64 of a 32-byte hash; it was changed")]
    Hash(usize),
    /// More hashes than any tree needs.
    #[error("the receipt has more than 64 proof hashes, which no tree needs; it was changed")]
    TooManyHashes,
    /// No empty line.
    #[error("the receipt has no empty line after its hashes; the checkpoint is missing")]
    NoCheckpoint,
    /// The checkpoint's note is malformed.
    #[error("the signed checkpoint in the receipt is malformed")]
    Note(#[source] NoteError),
}

impl TlogProof {
    /// Reads a receipt, each part in its one spelling.
    ///
    /// # Errors
    /// Names the line that is wrong.
    pub fn parse(text: &[u8]) -> Result<Self, ProofError> {
        let text = std::str::from_utf8(text).map_err(|_| ProofError::Encoding)?;
        let (head, note) = text.split_once("\n\n").ok_or(ProofError::NoCheckpoint)?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEADER) {
            return Err(ProofError::Header);
        }
        let extra = lines.next().and_then(|line| decode_base64(line.strip_prefix("extra ")?));
        let leaf = Leaf::parse(&extra.ok_or(ProofError::Extra)?).map_err(ProofError::Leaf)?;
        let index = lines.next().and_then(|line| decode_decimal(line.strip_prefix("index ")?));
        let index = LeafIndex(index.ok_or(ProofError::Index)?);
        let mut hashes = Vec::new();
        for (place, line) in lines.enumerate() {
            if place == MAX_HASHES {
                return Err(ProofError::TooManyHashes);
            }
            hashes.push(Hash::from_base64(line).ok_or(ProofError::Hash(place + 4))?);
        }
        let checkpoint = Note::parse(note.as_bytes()).map_err(ProofError::Note)?;
        Ok(Self { leaf, index, hashes, checkpoint })
    }
}

/// The text of the file; its name ends in `.tlog-proof`.
impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extra = STANDARD.encode(self.leaf.to_bytes());
        write!(f, "{HEADER}\nextra {extra}\nindex {}\n", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{}", hash.to_base64())?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

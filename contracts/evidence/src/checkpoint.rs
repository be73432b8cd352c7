//! The text of a signed tree head (C2SP tlog-checkpoint; SPEC.md 7).

use std::fmt;

use thiserror::Error;

use crate::hash::decode_decimal;
use crate::tree::TreeHead;
use crate::{Hash, TreeSize};

/// Which log, how many leaves, and the root over them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// Name of the log; `<origin>/inner` for checkpoints of any size.
    pub origin: String,
    /// Number of leaves.
    pub size: TreeSize,
    /// Root over them.
    pub root: Hash,
}

/// Why a text is not a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// Not three lines.
    #[error(
        "the checkpoint is not three lines; it was changed, or has lines this log never writes"
    )]
    Lines,
    /// The first line is empty.
    #[error("line 1 of the checkpoint, the log's name, is empty")]
    Origin,
    /// The second line is not a canonical decimal.
    #[error("line 2 of the checkpoint is not a plain decimal tree size; it was changed")]
    Size,
    /// The third line is not the canonical base64 of 32 bytes.
    #[error("line 3 of the checkpoint is not the base64 of a 32-byte root; it was changed")]
    Root,
}

impl Checkpoint {
    /// Reads the text of a note: exactly three lines, in their one spelling.
    ///
    /// # Errors
    /// Names the line that is wrong.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap_or_default().split('\n').collect();
        let [origin, size, root] = lines[..] else {
            return Err(CheckpointError::Lines);
        };
        if origin.is_empty() {
            return Err(CheckpointError::Origin);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size: TreeSize(decode_decimal(size).ok_or(CheckpointError::Size)?),
            root: Hash::from_base64(root).ok_or(CheckpointError::Root)?,
        })
    }

    /// Size and root.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root }
    }
}

/// The three lines that are signed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }
}

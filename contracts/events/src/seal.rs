//! The daily seal over stream heads (design.md 3): which casework streams existed and where each ended.

use crate::payload::{aggregate, payloads};

payloads! {
    /// Where every casework stream ended at a position, as one root (contracts/evidence/SPEC.md 10).
    "seal.heads" v 1 SealHeads {
        /// Position of the last event that is covered.
        through: u64,
        /// Number of casework streams up to there.
        streams: u64,
        /// Root over their salted heads, hexadecimal.
        root: String,
        /// What the salts are drawn from, 32 bytes, hexadecimal: whoever knows it can tell whether a
        /// guessed stream is among them, so it leaves the box only with a full check.
        seed: String,
    }
}

aggregate! {
    /// An event of a seal stream.
    SealEvent {
        Heads(SealHeads),
    }
}

//! The SHA-256 value and the two counts that every proof speaks of.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256, block_api::compress256};

/// SHA-256's state before the first block (FIPS 180-4 section 5.3.3).
#[rustfmt::skip]
const INITIAL_STATE: [u32; 8] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
];

/// A SHA-256 value: a commitment, a digest, a leaf hash, a node or a root.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// 32 zero bytes: `not_before` of a leaf recorded before the first witnessed checkpoint.
    pub const ZERO: Self = Self([0; 32]);

    /// Takes exactly 32 bytes; `None` for any other length.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// Reads 64 lower-case hexadecimal digits; `None` for anything else.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        Some(Self(bytes)).filter(|hash| hash.to_hex() == text)
    }

    /// Standard base64 with padding (RFC 4648 section 4).
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads base64, canonical spelling only; `None` for anything else.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        Self::from_slice(&decode_base64(text)?)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", hex(&self.0[..4]))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// Place of a leaf in the log: the number of leaves before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LeafIndex(pub u64);

/// Number of leaves in a tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TreeSize(pub u64);

impl fmt::Display for LeafIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for TreeSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// SHA-256 over the parts one after the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    Hash(hasher.finalize().into())
}

/// SHA-256 of 56 to 119 bytes, which with their padding (FIPS 180-4 section 5.1.1) are two blocks.
/// Leaves and nodes are of such lengths; done at once it takes about 0.7 of the general way.
pub(crate) fn sha256_of_two_blocks<const N: usize>(input: &[u8; N]) -> Hash {
    const { assert!(N >= 56 && N <= 119) };
    let mut blocks = [[0; 64]; 2];
    let bytes = blocks.as_flattened_mut();
    bytes[..N].copy_from_slice(input);
    bytes[N] = 0x80;
    bytes[120..].copy_from_slice(&(8 * N as u64).to_be_bytes());
    let mut state = INITIAL_STATE;
    compress256(&mut state, &blocks);
    let words = state.map(u32::to_be_bytes);
    Hash::from_slice(words.as_flattened()).expect("eight words are 32 bytes")
}

/// Base64 in its one canonical spelling: padded, no stray bits, no white space.
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A decimal number in its one canonical spelling: digits only, no leading zeros.
pub(crate) fn decode_decimal(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

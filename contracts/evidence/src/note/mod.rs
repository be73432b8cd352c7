//! Signed notes: text, an empty line, signature lines (C2SP signed-note; SPEC.md 6).

mod key;

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use thiserror::Error;

use crate::hash::{decode_base64, hex};

pub use key::{Signer, VerifierKey};

/// Begins every signature line: em dash, space.
const SIGNATURE_MARK: &str = "— ";
/// The format asks for at least 16; this leaves room and bounds the work on a hostile note.
const MAX_SIGNATURES: usize = 64;

/// A text with its signature lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The signed text, ended by a line feed.
    pub text: String,
    /// One per signature line, in their order.
    pub signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// Name of the key.
    pub name: String,
    /// First four bytes of a hash over name, type and key.
    pub key_id: u32,
    /// What the key's type says: 64 bytes, or 8 bytes of time and 64.
    pub bytes: Vec<u8>,
}

/// A signature that a given key has made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedSignature {
    /// Name of the key.
    pub name: String,
    /// For a witness: its own clock at the cosignature, in Unix seconds.
    pub cosigned_at: Option<u64>,
}

/// Why a note or a key is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Not text.
    #[error("the signed note is not UTF-8 text without control characters; it was changed")]
    Encoding,
    /// No signature part.
    #[error(
        "the signed note has no empty line followed by signature lines; it was cut or was never signed"
    )]
    Unsigned,
    /// More signature lines than are read.
    #[error(
        "the signed note has more than {MAX_SIGNATURES} signatures; it was not made by this log"
    )]
    TooManySignatures,
    /// A malformed signature line.
    #[error(
        "signature line {line} of the note is not an em dash, a key name and base64; it was changed"
    )]
    SignatureLine {
        /// Line within the signatures, counted from 1.
        line: usize,
    },
    /// No signature by a given key.
    #[error(
        "the note carries no signature by the key {name}; it is of another log, was made with another key, or its signature line was changed"
    )]
    NotSigned {
        /// Name of the key asked for.
        name: String,
    },
    /// A signature under a given key that the key has not made.
    #[error(
        "the signature by {name} does not fit the text; text or signature was changed after signing"
    )]
    WrongSignature {
        /// Name of the key.
        name: String,
    },
    /// Two signatures by one given key.
    #[error("the note carries two signatures by {name}; the log and its witnesses sign once")]
    RepeatedSignature {
        /// Name of the key.
        name: String,
    },
    /// A key text that is none.
    #[error(
        "the verifier key is not of the form name+key id+base64, or its parts do not fit together; copy it again from where it was published"
    )]
    Key,
    /// A kind of key this crate does not check.
    #[error(
        "the verifier key is of type {found}; only Ed25519 log keys (1) and witness keys (4) are supported"
    )]
    KeyType {
        /// The type byte.
        found: u8,
    },
    /// A name that no key may have.
    #[error("a key name is not empty and has no spaces, control characters or plus signs")]
    KeyName,
}

impl Note {
    /// Reads a note: everything before the last empty line is the text.
    ///
    /// # Errors
    /// It is not of the one form that `Display` writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteError::Encoding)?;
        if whole.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(NoteError::Encoding);
        }
        let (text, lines) = whole.rsplit_once("\n\n").ok_or(NoteError::Unsigned)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Unsigned)?;
        let mut signatures = Vec::new();
        for (place, line) in lines.split('\n').enumerate() {
            if place == MAX_SIGNATURES {
                return Err(NoteError::TooManySignatures);
            }
            let signature = Signature::parse(line);
            signatures.push(signature.ok_or(NoteError::SignatureLine { line: place + 1 })?);
        }
        Ok(Self {
            text: format!("{text}\n"),
            signatures,
        })
    }

    /// Signs a text, which must end with a line feed, with each of the log keys.
    #[must_use]
    pub fn sign(text: &str, signers: &[&Signer]) -> Self {
        let signatures = signers.iter().map(|signer| signer.sign(text)).collect();
        Self {
            text: text.to_owned(),
            signatures,
        }
    }

    /// Checks every signature by one of these keys; signatures by others are passed over.
    ///
    /// # Errors
    /// A signature under one of the keys is wrong or repeated, or there is none.
    pub fn verify(&self, keys: &[&VerifierKey]) -> Result<Vec<VerifiedSignature>, NoteError> {
        let mut verified = Vec::new();
        for key in keys {
            let mut made = self
                .signatures
                .iter()
                .filter(|signature| key.has_made(signature));
            let Some(signature) = made.next() else {
                continue;
            };
            let name = key.name().to_owned();
            if made.next().is_some() {
                return Err(NoteError::RepeatedSignature { name });
            }
            let cosigned_at = key.check(&self.text, signature)?;
            verified.push(VerifiedSignature { name, cosigned_at });
        }
        if verified.is_empty() {
            let name = keys
                .first()
                .map_or_else(String::new, |key| key.name().to_owned());
            return Err(NoteError::NotSigned { name });
        }
        Ok(verified)
    }
}

/// The whole note: text, empty line, signature lines.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            let bytes = [&signature.key_id.to_be_bytes(), signature.bytes.as_slice()].concat();
            writeln!(
                f,
                "{SIGNATURE_MARK}{} {}",
                signature.name,
                STANDARD.encode(bytes)
            )?;
        }
        Ok(())
    }
}

impl Signature {
    fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix(SIGNATURE_MARK)?.split_once(' ')?;
        let bytes = decode_base64(encoded)?;
        let (key_id, signature) = bytes.split_first_chunk()?;
        (is_key_name(name) && !signature.is_empty()).then(|| Self {
            name: name.to_owned(),
            key_id: u32::from_be_bytes(*key_id),
            bytes: signature.to_vec(),
        })
    }
}

fn is_key_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    !name.is_empty() && !name.contains(forbidden)
}

/// What a witness signs: its clock, then the checkpoint's text (C2SP tlog-cosignature).
fn cosigned_message(text: &str, unix_seconds: u64) -> String {
    format!("cosignature/v1\ntime {unix_seconds}\n{text}")
}

//! Signed notes: text, an empty line, signature lines (C2SP signed-note; SPEC.md 6).

mod key;

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use thiserror::Error;

use crate::hash::{decode_base64, hex};

pub(crate) use key::inner_name;
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
    #[error("the signed note has no signature lines; it was cut or was never signed")]
    Unsigned,
    /// More signature lines than are read.
    #[error("the signed note has over {MAX_SIGNATURES} signatures; this log did not make it")]
    TooManySignatures,
    /// That signature line, counted from 1, is malformed.
    #[error(
        "signature line {0} of the note is not an em dash, a key name and base64; it was changed"
    )]
    SignatureLine(usize),
    /// No signature by the key of that name.
    #[error(
        "the note carries no signature by the key {0}; it is of another log, was made with another key, or its signature line was changed"
    )]
    NotSigned(String),
    /// A signature that the key of that name has not made.
    #[error(
        "the signature by {0} does not fit the text; text or signature was changed after signing"
    )]
    WrongSignature(String),
    /// Two signatures by the key of that name.
    #[error("the note carries two signatures by {0}; the log and its witnesses sign once")]
    RepeatedSignature(String),
    /// A key text that is none.
    #[error(
        "the verifier key is not of the form name+key id+base64, or its parts do not fit together; copy it again from where it was published"
    )]
    Key,
    /// A key of that type byte is not checked here.
    #[error(
        "the verifier key is of type {0}; only Ed25519 log keys (1) and witness keys (4) are supported"
    )]
    KeyType(u8),
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
            signatures.push(signature.ok_or(NoteError::SignatureLine(place + 1))?);
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }

    /// Signs a text, which must end with a line feed, with each of the log keys.
    #[must_use]
    pub fn sign(text: &str, signers: &[&Signer]) -> Self {
        let signatures = signers.iter().map(|signer| signer.sign(text)).collect();
        Self { text: text.to_owned(), signatures }
    }

    /// Checks the log's signature, and those of the given witnesses that are there, which it gives
    /// back. Signatures by anyone else are passed over.
    ///
    /// # Errors
    /// The log has not signed, or a signature under one of the keys is wrong or repeated.
    pub fn verify(
        &self,
        log: &VerifierKey,
        witnesses: &[VerifierKey],
    ) -> Result<Vec<VerifiedSignature>, NoteError> {
        let signed = self.verify_one(log)?;
        signed.ok_or_else(|| NoteError::NotSigned(log.name().to_owned()))?;
        witnesses.iter().filter_map(|key| self.verify_one(key).transpose()).collect()
    }

    fn verify_one(&self, key: &VerifierKey) -> Result<Option<VerifiedSignature>, NoteError> {
        let mut made = self.signatures.iter().filter(|signature| key.has_made(signature));
        let Some(signature) = made.next() else { return Ok(None) };
        let name = key.name().to_owned();
        if made.next().is_some() {
            return Err(NoteError::RepeatedSignature(name));
        }
        let cosigned_at = key.check(&self.text, signature)?;
        Ok(Some(VerifiedSignature { name, cosigned_at }))
    }
}

/// The whole note: text, empty line, signature lines.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            let bytes = [&signature.key_id.to_be_bytes(), signature.bytes.as_slice()].concat();
            writeln!(f, "{SIGNATURE_MARK}{} {}", signature.name, STANDARD.encode(bytes))?;
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

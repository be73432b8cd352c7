//! Keys that sign notes and keys that check them: Ed25519, as a log (0x01) or as a witness (0x04).

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use super::{NoteError, Signature, cosigned_message, hex, is_key_name};
use crate::hash::{decode_base64, sha256};

/// Type byte of an Ed25519 signature over the text (C2SP signed-note).
const LOG_TYPE: u8 = 0x01;
/// Type byte of a timestamped Ed25519 cosignature (C2SP tlog-cosignature).
const WITNESS_TYPE: u8 = 0x04;
/// DER of "Ed25519 public key, 32 bytes follow" (RFC 8410 section 4).
const PUBLIC_KEY_DER: [u8; 12] =
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0];

/// A public key by which notes are checked: of a log, or of a witness.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifierKey {
    name: String,
    key_type: u8,
    key_id: u32,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Reads the published form, `name+key id+base64`, in its one spelling.
    ///
    /// # Errors
    /// The form is wrong, the parts do not fit together, or the key is not a usable Ed25519 key.
    pub fn parse(vkey: &str) -> Result<Self, NoteError> {
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(_), Some(material)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(NoteError::Key);
        };
        let bytes = decode_base64(material).ok_or(NoteError::Key)?;
        let (&key_type, key) = bytes.split_first().ok_or(NoteError::Key)?;
        if ![LOG_TYPE, WITNESS_TYPE].contains(&key_type) {
            return Err(NoteError::KeyType(key_type));
        }
        let key = VerifyingKey::try_from(key).map_err(|_| NoteError::Key)?;
        let read = Self::new(name, key_type, key)?;
        // Written anew it must be the same text: this checks the key id and every spelling.
        let usable = read.to_string() == vkey && !key.is_weak();
        usable.then_some(read).ok_or(NoteError::Key)
    }

    fn new(name: &str, key_type: u8, key: VerifyingKey) -> Result<Self, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::KeyName);
        }
        let id = sha256(&[name.as_bytes(), b"\n", &[key_type], key.as_bytes()]).0;
        let key_id = u32::from_be_bytes([id[0], id[1], id[2], id[3]]);
        Ok(Self { name: name.to_owned(), key_type, key_id, key })
    }

    /// Name of the key: a log's origin, or a witness's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id that signature lines carry beside the name.
    #[must_use]
    pub fn key_id(&self) -> u32 {
        self.key_id
    }

    /// Whether it is a witness's key, whose signatures carry the witness's time.
    #[must_use]
    pub fn is_witness(&self) -> bool {
        self.key_type == WITNESS_TYPE
    }

    /// The key of the inner checkpoints: name `<origin>/inner`, same Ed25519 key, an id of its own.
    #[must_use]
    pub fn inner(&self) -> Self {
        let name = inner_name(&self.name);
        Self::new(&name, self.key_type, self.key)
            .expect("a suffix without spaces keeps a name valid")
    }

    /// The key as PEM, for `openssl pkeyutl -verify -pubin -rawin`.
    #[must_use]
    pub fn to_public_key_pem(&self) -> String {
        let der = [PUBLIC_KEY_DER.as_slice(), self.key.as_bytes()].concat();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
    }

    pub(super) fn has_made(&self, signature: &Signature) -> bool {
        signature.name == self.name && signature.key_id == self.key_id
    }

    /// Checks one signature under this key; gives the witness's time, if it is a witness.
    pub(super) fn check(
        &self,
        text: &str,
        signature: &Signature,
    ) -> Result<Option<u64>, NoteError> {
        let wrong = || NoteError::WrongSignature(self.name.clone());
        let mut bytes = signature.bytes.as_slice();
        let (mut at, mut message) = (None, None);
        if self.is_witness() {
            let (time, rest) = bytes.split_first_chunk().ok_or_else(wrong)?;
            let seconds = u64::from_be_bytes(*time);
            // The format keeps times below 2^63.
            i64::try_from(seconds).map_err(|_| wrong())?;
            (at, message, bytes) = (Some(seconds), Some(cosigned_message(text, seconds)), rest);
        }
        let made = ed25519_dalek::Signature::from_slice(bytes).map_err(|_| wrong())?;
        let message = message.as_deref().unwrap_or(text);
        self.key.verify_strict(message.as_bytes(), &made).map_err(|_| wrong())?;
        Ok(at)
    }
}

/// The published form: `name+key id+base64`.
impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = [[self.key_type].as_slice(), self.key.as_bytes()].concat();
        let key_id = hex(&self.key_id.to_be_bytes());
        write!(f, "{}+{key_id}+{}", self.name, STANDARD.encode(material))
    }
}

/// A private key that signs notes; wiped from memory when dropped.
#[derive(Clone)]
pub struct Signer {
    key: SigningKey,
    public: VerifierKey,
}

impl Signer {
    /// The log's key: its name is the origin, its secret 32 random bytes.
    ///
    /// # Errors
    /// The name is empty or has spaces, control characters or plus signs.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        Self::of_type(name, seed, LOG_TYPE)
    }

    /// A witness's key, for `cosign`.
    ///
    /// # Errors
    /// As for `new`.
    pub fn witness(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        Self::of_type(name, seed, WITNESS_TYPE)
    }

    fn of_type(name: &str, seed: &[u8; 32], key_type: u8) -> Result<Self, NoteError> {
        let key = SigningKey::from_bytes(seed);
        let public = VerifierKey::new(name, key_type, key.verifying_key())?;
        Ok(Self { key, public })
    }

    /// The signer of the inner checkpoints.
    #[must_use]
    pub fn inner(&self) -> Self {
        Self { key: self.key.clone(), public: self.public.inner() }
    }

    /// The public half.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.public
    }

    /// Signs the text of a note as the log.
    #[must_use]
    pub fn sign(&self, text: &str) -> Signature {
        self.signature(self.key.sign(text.as_bytes()).to_vec())
    }

    /// Cosigns the text of a checkpoint as a witness whose clock shows `at_unix_seconds`.
    #[must_use]
    pub fn cosign(&self, text: &str, at_unix_seconds: u64) -> Signature {
        let made = self.key.sign(cosigned_message(text, at_unix_seconds).as_bytes());
        self.signature([at_unix_seconds.to_be_bytes().as_slice(), &made.to_bytes()].concat())
    }

    fn signature(&self, bytes: Vec<u8>) -> Signature {
        Signature { name: self.public.name.clone(), key_id: self.public.key_id, bytes }
    }
}

/// Shows the public half only.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.public, f)
    }
}

/// Name of the inner checkpoints' log beside the log of that name.
pub(crate) fn inner_name(origin: &str) -> String {
    format!("{origin}/inner")
}

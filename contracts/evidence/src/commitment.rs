//! Salted commitments to single fields (SPEC.md 2).
//!
//! A commitment binds whoever runs the server to a field's value, hides it, and lets each field be
//! shown or withheld by itself. It is to plaintext: the ciphertext may be sealed anew or deleted.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Hash;
use crate::hash::sha256;

/// Sets salts apart from every other use of HMAC with the same seed.
const SALT_DOMAIN: &[u8; 16] = b"lanyard/salt/v1\0";
/// Sets commitments apart from every other use of SHA-256.
const FIELD_DOMAIN: &[u8; 17] = b"lanyard/field/v1\0";

/// Commits to the fields under one seed. The HMAC key state is computed once, in `new`.
/// Its debug form shows nothing of the seed.
#[derive(Clone, Debug)]
pub struct Committer(Hmac<Sha256>);

impl Committer {
    /// Takes a seed of 32 random bytes: the box's for personal fields, the clear one for metadata.
    #[must_use]
    pub fn new(seed: &[u8; 32]) -> Self {
        Self(Hmac::new_from_slice(seed).expect("HMAC takes a key of any length"))
    }

    /// Commits to the `value` (RFC 8785 JSON bytes) of the field at `index` of the event's frozen order.
    #[must_use]
    pub fn commit(&self, index: u16, name: &str, value: &[u8]) -> Hash {
        field_commitment(&self.salt(index, name), name, value)
    }

    /// The field's salt: what is disclosed, with the value, to open this one commitment.
    #[must_use]
    pub fn salt(&self, index: u16, name: &str) -> Hash {
        let mut mac = self.0.clone();
        mac.update(SALT_DOMAIN);
        mac.update(&index.to_be_bytes());
        mac.update(name.as_bytes());
        Hash(mac.finalize().into_bytes().into())
    }
}

/// The salt of one field, for its disclosure without the seed.
#[must_use]
pub fn salt(seed: &[u8; 32], index: u16, name: &str) -> Hash {
    Committer::new(seed).salt(index, name)
}

/// Recomputes a commitment from a disclosed salt and value.
#[must_use]
pub fn field_commitment(salt: &Hash, name: &str, value: &[u8]) -> Hash {
    let name_bytes =
        u16::try_from(name.len()).expect("field names are short constants of a schema");
    sha256(&[FIELD_DOMAIN, &salt.0, &name_bytes.to_be_bytes(), name.as_bytes(), value])
}

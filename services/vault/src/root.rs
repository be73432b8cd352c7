//! The root key: a file, and the wrapping of owner keys under it.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use lanyard_events::StreamId;
use zeroize::Zeroizing;

use crate::error::RootKeyError;
use crate::owner::OwnerKey;
use crate::port::{RootCheck, WrappedKey};
use crate::sealing::random;

/// Bytes of the key, and of every other key here.
const KEY_BYTES: usize = 32;
/// Sets the check value apart from wrapped keys; the generation follows.
const CHECK_DOMAIN: &[u8; 20] = b"lanyard/root-key/v1\0";

/// Sets marks apart from both.
const MARK_DOMAIN: &[u8] = b"lanyard/mark/v1\0";
/// Bytes of a mark: nonce and tag.
pub const MARK_BYTES: usize = NONCE_LEN + 16;

/// The key above all keys.
pub struct RootKey(LessSafeKey);

impl RootKey {
    /// Reads a key file: 64 hexadecimal digits and a newline, for its owner only or mounted by
    /// Kubernetes.
    ///
    /// # Errors
    /// The file cannot be read, is open to others, or holds something else.
    pub fn read(path: &Path) -> Result<Self, RootKeyError> {
        let mut file = fs::File::open(path).map_err(RootKeyError::Unreadable)?;
        let status = file.metadata().map_err(RootKeyError::Unreadable)?;
        let mode = status.permissions().mode() & 0o777;
        if mode & 0o077 != 0 && !is_mounted_secret(status.uid(), mode) {
            return Err(RootKeyError::TooOpen { mode });
        }
        let mut text = Zeroizing::new([0; 2 * KEY_BYTES + 2]);
        let mut filled = 0;
        while filled < text.len() {
            match file.read(&mut text[filled..]) {
                Ok(0) => break,
                Ok(more) => filled += more,
                Err(error) => return Err(RootKeyError::Unreadable(error)),
            }
        }
        let digits = text[..filled]
            .strip_suffix(b"\n")
            .unwrap_or(&text[..filled]);
        parse(digits).map(|bytes| Self::new(&bytes))
    }

    /// Draws a key and writes it to a new file that only its owner may read.
    ///
    /// # Errors
    /// The file exists already, or cannot be written.
    pub fn create(path: &Path) -> Result<Self, RootKeyError> {
        let bytes: Zeroizing<[u8; KEY_BYTES]> = random();
        let mut text = Zeroizing::new(Vec::with_capacity(2 * KEY_BYTES + 1));
        for byte in bytes.iter() {
            write!(text, "{byte:02x}").map_err(RootKeyError::Unwritable)?;
        }
        text.push(b'\n');
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(path);
        let mut file = file.map_err(|error| {
            if error.kind() == std::io::ErrorKind::AlreadyExists {
                RootKeyError::Exists
            } else {
                RootKeyError::Unwritable(error)
            }
        })?;
        file.write_all(&text)
            .and_then(|()| file.sync_all())
            .map_err(RootKeyError::Unwritable)?;
        Ok(Self::new(&bytes))
    }

    fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, bytes).expect("32 bytes are an AES-256 key");
        Self(LessSafeKey::new(key))
    }

    /// Wraps an owner key.
    pub(crate) fn wrap(&self, owner: &OwnerKey) -> WrappedKey {
        let (stream, key_id) = (owner.stream(), owner.key_id());
        let nonce: Zeroizing<[u8; NONCE_LEN]> = random();
        let mut secret = Zeroizing::new(*owner.secret());
        let tag = self
            .0
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(row_name(stream, key_id)),
                &mut *secret,
            )
            .expect("32 bytes are within what AES-GCM seals");
        WrappedKey {
            stream,
            key_id,
            bytes: [&nonce[..], &secret[..], tag.as_ref()].concat(),
        }
    }

    /// Unwraps an owner key; none if it was wrapped under another root key, for another row, or
    /// was changed.
    pub(crate) fn unwrap(&self, wrapped: &WrappedKey) -> Option<OwnerKey> {
        let (nonce, sealed) = wrapped.bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let opened = self
            .0
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(row_name(wrapped.stream, wrapped.key_id)),
                &mut sealed,
            )
            .ok()?;
        let secret = Zeroizing::new(<[u8; KEY_BYTES]>::try_from(&*opened).ok()?);
        Some(OwnerKey::new(wrapped.stream, wrapped.key_id, secret))
    }

    /// A check value of this key.
    pub(crate) fn check(&self, generation: u64) -> RootCheck {
        let nonce: Zeroizing<[u8; NONCE_LEN]> = random();
        let tag = self
            .0
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(check_name(generation)),
                &mut [],
            )
            .expect("nothing is within what AES-GCM seals");
        RootCheck {
            generation,
            bytes: [&nonce[..], tag.as_ref()].concat(),
        }
    }

    /// A mark on a text: only who has this key can make one or tell it from another.
    pub(crate) fn mark(&self, text: &[u8]) -> [u8; MARK_BYTES] {
        let nonce: Zeroizing<[u8; NONCE_LEN]> = random();
        let tag = self
            .0
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from([MARK_DOMAIN, text].concat()),
                &mut [],
            )
            .expect("nothing is within what AES-GCM seals");
        let mut mark = [0; MARK_BYTES];
        mark[..NONCE_LEN].copy_from_slice(&*nonce);
        mark[NONCE_LEN..].copy_from_slice(tag.as_ref());
        mark
    }

    /// Whether this key has made the mark on the text.
    pub(crate) fn has_marked(&self, text: &[u8], mark: &[u8; MARK_BYTES]) -> bool {
        let Some((nonce, tag)) = mark.split_first_chunk::<NONCE_LEN>() else {
            return false;
        };
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let named = Aad::from([MARK_DOMAIN, text].concat());
        self.0
            .open_in_place(nonce, named, &mut tag.to_vec())
            .is_ok_and(|opened| opened.is_empty())
    }

    /// Whether a check value was made by this key.
    pub(crate) fn passes(&self, check: &RootCheck) -> bool {
        let Some((nonce, tag)) = check.bytes.split_first_chunk::<NONCE_LEN>() else {
            return false;
        };
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let name = Aad::from(check_name(check.generation));
        self.0
            .open_in_place(nonce, name, &mut tag.to_vec())
            .is_ok_and(|opened| opened.is_empty())
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey")
    }
}

fn row_name(stream: StreamId, key_id: u32) -> [u8; 21] {
    let mut name = [0; 21];
    name[..17].copy_from_slice(&stream.to_bytes());
    name[17..].copy_from_slice(&key_id.to_be_bytes());
    name
}

fn check_name(generation: u64) -> [u8; 28] {
    let mut name = [0; 28];
    name[..20].copy_from_slice(CHECK_DOMAIN);
    name[20..].copy_from_slice(&generation.to_be_bytes());
    name
}

/// Kubernetes mounts a Secret for a process without root as a file of root that nobody may write and
/// the group of that process may read: it knows no other way.
pub(crate) fn is_mounted_secret(owner: u32, mode: u32) -> bool {
    owner == 0 && mode == 0o440
}

fn parse(digits: &[u8]) -> Result<Zeroizing<[u8; KEY_BYTES]>, RootKeyError> {
    if digits.len() != 2 * KEY_BYTES {
        return Err(RootKeyError::Malformed);
    }
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Ok(bytes)
}

fn digit(digit: u8) -> Result<u8, RootKeyError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(RootKeyError::Malformed),
    }
}

//! Sealing a blob: a file that belongs to a stream, in chunks, under a key derived for it alone.
//!
//! Its sealed form is a header in clear (`LNYB`, version 1, key id, salt) and then the chunks: 64 KiB
//! of content each, the last one shorter, each with its tag behind it. The nonce of a chunk is its
//! number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
//! Vizár), and the header is authenticated with every chunk: what is cut short, reordered or put
//! together from two blobs does not open. Content is handed out only chunk by authenticated chunk.

use aws_lc_rs::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};
use lanyard_events::{BlobId, StreamId};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::owner::{KeyAnswer, OwnerKey};
use crate::sealing::{TAG_BYTES, derived, random};
use crate::vault::Vault;

/// Content of one chunk: large enough that the tags cost nothing, small enough to be held in memory
/// for many readers at once.
const CHUNK_BYTES: usize = 64 * 1024;
/// First bytes of every sealed blob; the last one is the version of this form.
const MAGIC: [u8; 5] = *b"LNYB\x01";
/// Sets keys of blobs apart from those of boxes.
const DOMAIN: &[u8] = b"lanyard/blob/v1\0";
/// Bytes before the first chunk: mark, key id, salt.
pub const BLOB_HEADER_BYTES: usize = MAGIC.len() + 4 + 32;

type Header = [u8; BLOB_HEADER_BYTES];

/// Seals one blob as its content comes in.
pub struct BlobSealer {
    key: LessSafeKey,
    header: Header,
    chunk: u32,
    /// Content that no chunk was made of yet: a chunk is sealed once it is known not to be the last.
    waiting: Zeroizing<Vec<u8>>,
}

impl BlobSealer {
    /// Begins a blob of the owner key's stream: draws its salt and derives its key.
    #[must_use]
    pub fn new(owner: &OwnerKey, blob: BlobId) -> Self {
        let salt = random();
        let mut header = [0; BLOB_HEADER_BYTES];
        header[..5].copy_from_slice(&MAGIC);
        header[5..9].copy_from_slice(&owner.key_id().to_be_bytes());
        header[9..].copy_from_slice(&*salt);
        Self {
            key: blob_key(owner, blob, &salt),
            header,
            chunk: 0,
            waiting: Zeroizing::new(Vec::with_capacity(CHUNK_BYTES + TAG_BYTES)),
        }
    }

    /// What the sealed form begins with.
    #[must_use]
    pub const fn header(&self) -> &[u8; BLOB_HEADER_BYTES] {
        &self.header
    }

    /// Takes more content; gives the chunks that are whole now, sealed.
    #[must_use]
    pub fn push(&mut self, mut content: &[u8]) -> Vec<u8> {
        let mut sealed = Vec::new();
        while !content.is_empty() {
            if self.waiting.len() == CHUNK_BYTES {
                self.seal(false, &mut sealed);
            }
            let room = CHUNK_BYTES - self.waiting.len();
            let (now, later) = content.split_at(room.min(content.len()));
            self.waiting.extend_from_slice(now);
            content = later;
        }
        sealed
    }

    /// Ends the blob; gives its last chunk.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let mut sealed = Vec::new();
        self.seal(true, &mut sealed);
        sealed
    }

    fn seal(&mut self, is_last: bool, sealed: &mut Vec<u8>) {
        let tag = self
            .key
            .seal_in_place_separate_tag(
                nonce(self.chunk, is_last),
                Aad::from(&self.header),
                &mut self.waiting,
            )
            .expect("a chunk is far below the 64 GiB that AES-GCM seals");
        sealed.extend_from_slice(&self.waiting);
        sealed.extend_from_slice(tag.as_ref());
        self.waiting.clear();
        // Far above what a blob may hold (services/blobs).
        self.chunk = self.chunk.checked_add(1).expect("2^32 chunks are 256 TiB");
    }
}

/// Opens one blob as its sealed form comes in.
pub struct BlobOpener {
    key: LessSafeKey,
    header: Header,
    blob: BlobId,
    chunk: u32,
    waiting: Zeroizing<Vec<u8>>,
}

impl BlobOpener {
    /// Takes more of what follows the header; gives the content of the chunks that are whole and not
    /// the last. After an error nothing more may be asked.
    ///
    /// # Errors
    /// `BlobRefused`: what came before was right, from here on it is not what was sealed.
    pub fn push(&mut self, mut sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let mut content = Zeroizing::new(Vec::with_capacity(sealed.len()));
        while !sealed.is_empty() {
            if self.waiting.len() == CHUNK_BYTES + TAG_BYTES {
                self.open(false, &mut content)?;
            }
            let room = CHUNK_BYTES + TAG_BYTES - self.waiting.len();
            let (now, later) = sealed.split_at(room.min(sealed.len()));
            self.waiting.extend_from_slice(now);
            sealed = later;
        }
        Ok(content)
    }

    /// Ends the blob; gives the content of its last chunk. Only now it is known to be whole.
    ///
    /// # Errors
    /// `BlobRefused`: it was cut short, or is not what was sealed.
    pub fn finish(mut self) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let mut content = Zeroizing::new(Vec::with_capacity(self.waiting.len()));
        self.open(true, &mut content)?;
        Ok(content)
    }

    fn open(&mut self, is_last: bool, content: &mut Vec<u8>) -> Result<(), VaultError> {
        let refused = VaultError::BlobRefused { blob: self.blob };
        let opened = self.key.open_in_place(
            nonce(self.chunk, is_last),
            Aad::from(&self.header),
            &mut self.waiting,
        );
        content.extend_from_slice(opened.map_err(|_| refused.clone())?);
        self.waiting.clear();
        self.chunk = self.chunk.checked_add(1).ok_or(refused)?;
        Ok(())
    }
}

impl Vault {
    /// Begins to open a blob of a stream by its header; none when its key was destroyed. May read
    /// the key store.
    ///
    /// # Errors
    /// The header is not one of ours, the key is missing, or the key store fails.
    pub fn open_blob(
        &self,
        stream: StreamId,
        blob: BlobId,
        header: &[u8; BLOB_HEADER_BYTES],
    ) -> Result<Option<BlobOpener>, VaultError> {
        let refused = VaultError::BlobRefused { blob };
        let rest = header.strip_prefix(&MAGIC).ok_or(refused.clone())?;
        let (key_id, salt) = rest.split_first_chunk::<4>().ok_or(refused.clone())?;
        let key_id = u32::from_be_bytes(*key_id);
        let salt = salt.try_into().map_err(|_| refused)?;
        match self.numbered_key(stream, key_id)? {
            KeyAnswer::Key(owner) => Ok(Some(BlobOpener {
                key: blob_key(&owner, blob, salt),
                header: *header,
                blob,
                chunk: 0,
                waiting: Zeroizing::new(Vec::with_capacity(CHUNK_BYTES + TAG_BYTES)),
            })),
            KeyAnswer::Destroyed => Ok(None),
            KeyAnswer::Missing => Err(VaultError::KeyMissing { stream, key_id }),
        }
    }
}

/// The blob's stream and id bind its key to it.
fn blob_key(owner: &OwnerKey, blob: BlobId, salt: &[u8; 32]) -> LessSafeKey {
    let stream = owner.stream().to_bytes();
    derived(owner, salt, &[DOMAIN, &stream, blob.uuid().as_bytes()])
}

fn nonce(chunk: u32, is_last: bool) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    bytes[7..11].copy_from_slice(&chunk.to_be_bytes());
    bytes[11] = u8::from(is_last);
    Nonce::assume_unique_for_key(bytes)
}

//! Sealing one box: its key is derived for this event alone, so one fixed nonce is safe.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::rand;
use lanyard_events::{Envelope, SealedBox};
use zeroize::{Zeroize, Zeroizing};

use crate::owner::OwnerKey;

/// Each box key seals once (design.md 4), so the nonce need not differ.
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];
/// Bytes of the tag that AES-256-GCM adds.
pub(crate) const TAG_BYTES: usize = 16;

/// A box's seed and field values; the values are overwritten when dropped.
pub(crate) type Unsealed = ([u8; 32], Zeroizing<Vec<Vec<u8>>>);

/// Random bytes from the operating system's source.
pub(crate) fn random<const N: usize>() -> Zeroizing<[u8; N]>
where
    [u8; N]: Zeroize,
{
    let mut bytes = Zeroizing::new([0; N]);
    rand::fill(&mut *bytes).expect("aws-lc stops the process rather than go on without randomness");
    bytes
}

/// Seed and field values as they are sealed: the seed, then each value after its u32 length.
pub(crate) fn plaintext(seed: &[u8; 32], values: &[Vec<u8>]) -> Vec<u8> {
    let bytes: usize = values.iter().map(|value| 4 + value.len()).sum();
    // Room for the tag, so that no copy of the plaintext is left behind by a move.
    let mut text = Vec::with_capacity(32 + bytes + TAG_BYTES);
    text.extend_from_slice(seed);
    for value in values {
        let length = u32::try_from(value.len()).expect("field values are limited at the edge");
        text.extend_from_slice(&length.to_be_bytes());
        text.extend_from_slice(value);
    }
    text
}

/// Takes `plaintext` apart; none if it is anything else.
pub(crate) fn values(plaintext: &[u8]) -> Option<Unsealed> {
    let (seed, mut rest) = plaintext.split_first_chunk::<32>()?;
    let mut values = Zeroizing::new(Vec::new());
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (value, after) = after.split_at_checked(length)?;
        values.push(value.to_vec());
        rest = after;
    }
    Some((*seed, values))
}

/// Seals `plaintext` in place for one event. The salt must be fresh.
pub(crate) fn seal(
    owner: &OwnerKey,
    envelope: &Envelope,
    box_salt: [u8; 32],
    mut plaintext: Vec<u8>,
) -> SealedBox {
    box_key(owner, envelope, &box_salt)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(NONCE),
            Aad::empty(),
            &mut plaintext,
        )
        .expect("a payload is far below the 64 GiB that AES-GCM seals");
    SealedBox {
        key_id: owner.key_id(),
        box_salt,
        ciphertext: plaintext,
    }
}

/// Opens a box; none if it was changed, or sealed for another event or under another key.
pub(crate) fn open(
    owner: &OwnerKey,
    envelope: &Envelope,
    sealed: &SealedBox,
) -> Option<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(sealed.ciphertext.clone());
    let key = box_key(owner, envelope, &sealed.box_salt);
    let nonce = Nonce::assume_unique_for_key(NONCE);
    let length = key
        .open_in_place(nonce, Aad::empty(), &mut text)
        .ok()?
        .len();
    text.truncate(length);
    Some(text)
}

/// The event's id, its stream and its schema (`case.opened.v1`) bind the box to the event.
fn box_key(owner: &OwnerKey, envelope: &Envelope, box_salt: &[u8; 32]) -> LessSafeKey {
    let schema = format!("{}.v{}", envelope.event_type, envelope.schema_version);
    let stream = envelope.stream.to_bytes();
    let event = envelope.id.uuid();
    derived(
        owner,
        box_salt,
        &[event.as_bytes(), &stream, schema.as_bytes()],
    )
}

/// HKDF-SHA-256 over the owner key with a fresh salt; `info` says what the key is for.
pub(crate) fn derived(owner: &OwnerKey, salt: &[u8; 32], info: &[&[u8]]) -> LessSafeKey {
    let mut bytes = Zeroizing::new([0; 32]);
    Salt::new(HKDF_SHA256, salt)
        .extract(owner.secret())
        .expand(info, KeyBytes)
        .and_then(|derived| derived.fill(&mut *bytes))
        .expect("32 bytes are within what HKDF-SHA-256 gives");
    let key = UnboundKey::new(&AES_256_GCM, &*bytes).expect("32 bytes are an AES-256 key");
    LessSafeKey::new(key)
}

/// The length of a key, told to HKDF.
struct KeyBytes;

impl KeyType for KeyBytes {
    fn len(&self) -> usize {
        32
    }
}

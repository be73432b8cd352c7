//! Sealing and opening blobs: what was sealed comes back, and nothing else opens.

use lanyard_events::BlobId;
use uuid::Uuid;

use super::{Folder, vault_with_key};
use crate::contract::stream;
use crate::{BLOB_HEADER_BYTES, BlobSealer, OwnerKey, Vault, VaultError};

/// Content of one chunk, and of one chunk as it is sealed.
const CHUNK: usize = 64 * 1024;
const SEALED_CHUNK: usize = CHUNK + 16;

fn blob(n: u128) -> BlobId {
    BlobId::new(Uuid::from_u128(n))
}

fn content(bytes: usize) -> Vec<u8> {
    (0..=250).cycle().take(bytes).collect()
}

fn sealed(owner: &OwnerKey, id: BlobId, content: &[u8], piece: usize) -> Vec<u8> {
    let mut sealer = BlobSealer::new(owner, id);
    let mut sealed = sealer.header().to_vec();
    for piece in content.chunks(piece) {
        sealed.extend(sealer.push(piece));
    }
    sealed.extend(sealer.finish());
    sealed
}

fn opened(vault: &Vault, id: BlobId, sealed: &[u8], piece: usize) -> Result<Vec<u8>, VaultError> {
    let (header, chunks) = sealed.split_first_chunk::<BLOB_HEADER_BYTES>().unwrap();
    let mut opener = vault.open_blob(stream(1), id, header)?.unwrap();
    let mut content = Vec::new();
    for piece in chunks.chunks(piece) {
        content.extend_from_slice(&opener.push(piece)?);
    }
    content.extend_from_slice(&opener.finish()?);
    Ok(content)
}

fn is_refused(result: &Result<Vec<u8>, VaultError>) -> bool {
    matches!(result, Err(VaultError::BlobRefused { .. }))
}

#[test]
fn a_blob_of_any_size_opens_to_its_content_however_it_is_cut() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let sizes = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 77];
    for bytes in sizes {
        let content = content(bytes);
        let sealed = sealed(&owner, blob(1), &content, 1_000);
        let chunks = bytes.div_ceil(CHUNK).max(1);
        assert_eq!(sealed.len(), BLOB_HEADER_BYTES + bytes + 16 * chunks);
        for piece in [977, SEALED_CHUNK, usize::MAX] {
            let opened = opened(&vault, blob(1), &sealed, piece);
            assert_eq!(opened.unwrap(), content, "{bytes} bytes by {piece}");
        }
    }
}

#[test]
fn the_same_content_sealed_twice_shares_nothing() {
    let folder = Folder::new();
    let (_, owner) = vault_with_key(&folder, stream(1));
    let once = || sealed(&owner, blob(1), &content(CHUNK), CHUNK);
    let (first, second) = (once(), once());
    assert_ne!(first[9..], second[9..]);
    assert_ne!(first[BLOB_HEADER_BYTES..], second[BLOB_HEADER_BYTES..]);
}

#[test]
fn a_blob_cut_short_anywhere_is_refused() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let sealed = sealed(&owner, blob(1), &content(2 * CHUNK + 9), CHUNK);
    let ends_of_chunks = [
        BLOB_HEADER_BYTES,
        BLOB_HEADER_BYTES + SEALED_CHUNK,
        BLOB_HEADER_BYTES + 2 * SEALED_CHUNK,
    ];
    let others = [sealed.len() - 1, BLOB_HEADER_BYTES + 5, SEALED_CHUNK];
    for length in ends_of_chunks.into_iter().chain(others) {
        let cut = opened(&vault, blob(1), &sealed[..length], CHUNK);
        assert!(is_refused(&cut), "{length}");
    }
}

#[test]
fn chunks_that_change_places_or_are_repeated_or_left_out_are_refused() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let sealed = sealed(&owner, blob(1), &content(3 * CHUNK), CHUNK);
    let (header, chunks) = sealed.split_at(BLOB_HEADER_BYTES);
    let chunks: Vec<&[u8]> = chunks.chunks(SEALED_CHUNK).collect();
    for order in [&[1, 0, 2][..], &[0, 0, 1, 2], &[0, 2], &[0, 1, 2, 2]] {
        let chunks = order.iter().flat_map(|n| chunks[*n]);
        let wrong: Vec<u8> = header.iter().chain(chunks).copied().collect();
        assert!(
            is_refused(&opened(&vault, blob(1), &wrong, CHUNK)),
            "{order:?}"
        );
    }
}

#[test]
fn a_chunk_or_a_header_of_another_blob_is_refused() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let one = sealed(&owner, blob(1), &content(2 * CHUNK), CHUNK);
    let other = sealed(&owner, blob(1), &content(2 * CHUNK), CHUNK);
    let end = BLOB_HEADER_BYTES + SEALED_CHUNK;
    let spliced = [&one[..end], &other[end..]].concat();
    assert!(is_refused(&opened(&vault, blob(1), &spliced, CHUNK)));
    let headed = [&one[..BLOB_HEADER_BYTES], &other[BLOB_HEADER_BYTES..]].concat();
    assert!(is_refused(&opened(&vault, blob(1), &headed, CHUNK)));
    // The whole of one under the name of another.
    assert!(is_refused(&opened(&vault, blob(2), &one, CHUNK)));
}

#[test]
fn any_changed_byte_is_refused() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let whole = sealed(&owner, blob(1), &content(100), CHUNK);
    for place in 0..whole.len() {
        let mut wrong = whole.clone();
        wrong[place] ^= 1;
        let opened = opened(&vault, blob(1), &wrong, CHUNK);
        // Bytes 5 to 8 name the key: another one is missing.
        let missing = matches!(opened, Err(VaultError::KeyMissing { .. }));
        assert!(
            is_refused(&opened) || (5..9).contains(&place) && missing,
            "{place}"
        );
    }
}

#[test]
fn a_blob_whose_key_was_destroyed_is_erased() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let sealed = sealed(&owner, blob(1), b"a photograph", CHUNK);
    let header = sealed.first_chunk::<BLOB_HEADER_BYTES>().unwrap();
    vault.destroy(stream(1), owner.key_id()).unwrap();
    assert!(
        vault
            .open_blob(stream(1), blob(1), header)
            .unwrap()
            .is_none()
    );
}

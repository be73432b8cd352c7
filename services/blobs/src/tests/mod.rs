//! One contract suite for every place, over the real thing.

#![allow(clippy::unwrap_used, reason = "tests")]

mod contract;
mod folder;
mod object;
mod s3;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use lanyard_events::{BlobId, StreamId, StreamKind};
use lanyard_vault::{KeyVault, OwnerKey, RootKey, SqliteKeyVault, Vault};
use tempfile::TempDir;
use uuid::Uuid;

use crate::blobs::{Blobs, Entry};
use crate::error::Cause;
use crate::name::BlobName;
use crate::place::Place;
use crate::reading::Reading;

/// A place of a test's own, with a key to seal under.
pub(super) struct Scene {
    pub blobs: Blobs,
    pub place: Place,
    pub vault: Arc<Vault>,
    pub owner: OwnerKey,
    pub folder: TempDir,
}

impl Scene {
    pub(super) fn new(place: impl FnOnce(&TempDir) -> Place) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder);
        let keys = SqliteKeyVault::open(&folder.path().join("vault.sqlite")).unwrap();
        let root = RootKey::create(&folder.path().join("root.key")).unwrap();
        let vault = Vault::new(Arc::new(keys) as Arc<dyn KeyVault>, root).unwrap();
        let (owner, wrapped) = vault.draw_owner_key(stream_id(1));
        vault.store(&[wrapped]).unwrap();
        Self {
            blobs: Blobs::open(&place).unwrap(),
            place,
            vault: Arc::new(vault),
            owner,
            folder,
        }
    }

    pub(super) async fn read(&self, name: BlobName) -> Vec<u8> {
        match self.blobs.get(&self.vault, name).await.unwrap() {
            Reading::Content(content) => content.whole().await.unwrap().to_vec(),
            Reading::Erased => panic!("it is erased"),
        }
    }

    pub(super) async fn listed(&self, of: Option<StreamId>) -> Vec<Entry> {
        let listed: Vec<_> = self.blobs.list(of).collect().await;
        let mut listed: Vec<Entry> = listed.into_iter().map(Result::unwrap).collect();
        listed.sort_by_key(|entry| entry.name);
        listed
    }
}

pub(super) fn stream_id(n: u128) -> StreamId {
    StreamId::new(StreamKind::Case, Uuid::from_u128(n))
}

pub(super) fn blob(n: u128) -> BlobId {
    BlobId::new(Uuid::from_u128(n))
}

pub(super) fn name(n: u128) -> BlobName {
    BlobName {
        stream: stream_id(1),
        blob: blob(n),
    }
}

/// Content that arrives in pieces, as from a browser.
pub(super) fn arriving(content: &[u8]) -> impl Stream<Item = Result<Bytes, Cause>> + use<> {
    let pieces: Vec<_> = content
        .chunks(50_000)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    stream::iter(pieces)
}

pub(super) fn bytes(length: usize) -> Vec<u8> {
    (0..=252).cycle().take(length).collect()
}

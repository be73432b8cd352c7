//! Putting, finding, listing and deleting blobs.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use lanyard_events::{BlobId, StreamId};
use lanyard_vault::{BlobSealer, OwnerKey};
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use tokio::sync::Semaphore;

use crate::error::{BlobError, Cause};
use crate::name::BlobName;
use crate::place::{Place, Storage};
use crate::size::ContentBytes;

/// Blobs put at one time: each is held in memory until it is stored.
const PUTS: usize = 4;
/// How long the storage may take to answer whether it is there.
const CHECK: Duration = Duration::from_secs(15);

/// The blobs of a trust.
pub struct Blobs {
    pub(crate) storage: Storage,
    /// In words, for errors.
    pub(crate) place: String,
    puts: Semaphore,
}

/// What was stored. The digests and the length are for the event that names the blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Its name.
    pub name: BlobName,
    /// Bytes of content.
    pub content_bytes: ContentBytes,
    /// SHA-256 of the content.
    pub content_sha256: [u8; 32],
    /// Bytes of the sealed form.
    pub sealed_bytes: u64,
    /// SHA-256 of the sealed form: what lies in the storage, provable without a key.
    pub sealed_sha256: [u8; 32],
}

/// A blob in a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: BlobName,
    /// Bytes of the sealed form.
    pub sealed_bytes: u64,
}

impl Blobs {
    /// Goes to a place. A folder must exist; whether a server answers is asked by `check`.
    ///
    /// # Errors
    /// The folder is not there, or no client can be made.
    pub fn open(place: &Place) -> Result<Self, BlobError> {
        Ok(Self {
            storage: place.open()?,
            place: place.to_string(),
            puts: Semaphore::new(PUTS),
        })
    }

    /// Asks whether the place is there and lets us in.
    ///
    /// # Errors
    /// `NoSuchPlace`, `Refused` or `Away`, each with what to do.
    pub async fn check(&self) -> Result<(), BlobError> {
        let mut listed = self.storage.list(None);
        match tokio::time::timeout(CHECK, listed.next()).await {
            Ok(None | Some(Ok(_))) => Ok(()),
            Ok(Some(Err(error))) => Err(self.failed(error)),
            Err(slow) => Err(BlobError::Away {
                place: self.place.clone(),
                source: Arc::new(slow),
            }),
        }
    }

    /// Seals content as it comes in under the stream's owner key, and stores it whole. A new id for
    /// every attempt.
    ///
    /// # Errors
    /// `Present`, `TooLarge`, `Content`, or the place fails; nothing is stored then, or, where the
    /// answer of a server was lost, what no event names.
    pub async fn put<E: Into<Cause>>(
        &self,
        owner: &OwnerKey,
        blob: BlobId,
        content: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Stored, BlobError> {
        let name = BlobName {
            stream: owner.stream(),
            blob,
        };
        // The semaphore is never closed.
        let _permit = self.puts.acquire().await;
        let (sealed, stored) = seal(name, owner, content).await?;
        self.create(name, PutPayload::from_iter(sealed), &stored.sealed_sha256)
            .await?;
        Ok(stored)
    }

    /// Bytes of the sealed form of a blob; none when there is no such blob.
    ///
    /// # Errors
    /// The place fails.
    pub async fn head(&self, name: BlobName) -> Result<Option<u64>, BlobError> {
        match self.storage.head(&name.path()).await {
            Ok(found) => Ok(Some(found.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Deletes a blob, for a disposal; false when there is no such blob.
    ///
    /// # Errors
    /// The place fails; then it may still be there.
    pub async fn delete(&self, name: BlobName) -> Result<bool, BlobError> {
        // S3 does not say whether there was anything to delete.
        if self.head(name).await?.is_none() {
            return Ok(false);
        }
        match self.storage.delete(&name.path()).await {
            Ok(()) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Every blob, or those of one stream, in no order. What is not named like one of ours is passed
    /// over.
    pub fn list(&self, stream: Option<StreamId>) -> BoxStream<'_, Result<Entry, BlobError>> {
        let below = stream.map(|stream| Path::from(stream.to_string()));
        let listed = self.storage.list(below.as_ref());
        let entries = listed.filter_map(|found| {
            std::future::ready(match found {
                Ok(found) => found.location.as_ref().parse().ok().map(|name| {
                    Ok(Entry {
                        name,
                        sealed_bytes: found.size,
                    })
                }),
                Err(error) => Some(Err(self.failed(error))),
            })
        });
        entries.boxed()
    }

    /// Stores what nothing is stored under yet. A request whose answer was lost is repeated by the
    /// client and then finds what it has stored itself: nobody else can have these bytes, whose salt
    /// was drawn for them.
    pub(crate) async fn create(
        &self,
        name: BlobName,
        sealed: PutPayload,
        sha256: &[u8; 32],
    ) -> Result<(), BlobError> {
        let path = name.path();
        let put = self
            .storage
            .put_opts(&path, sealed, PutMode::Create.into())
            .await;
        match put {
            Ok(_) => Ok(()),
            Err(Error::AlreadyExists { .. }) if self.is_there(name, sha256).await? => Ok(()),
            Err(Error::AlreadyExists { .. }) => Err(BlobError::Present(name)),
            Err(error) => Err(self.failed(error)),
        }
    }

    pub(crate) fn failed(&self, error: Error) -> BlobError {
        BlobError::of_place(&self.place, error)
    }
}

/// The sealed form in pieces, and what is to be known of it.
async fn seal<E: Into<Cause>>(
    name: BlobName,
    owner: &OwnerKey,
    content: impl Stream<Item = Result<Bytes, E>>,
) -> Result<(Vec<Bytes>, Stored), BlobError> {
    let mut sealer = BlobSealer::new(owner, name.blob);
    let (mut of_content, mut of_sealed) = (Context::new(&SHA256), Context::new(&SHA256));
    let mut content_bytes = ContentBytes::NONE;
    let mut pieces = vec![Bytes::copy_from_slice(sealer.header())];
    let mut content = std::pin::pin!(content);
    while let Some(piece) = content.next().await {
        let piece = piece.map_err(|error| BlobError::Content(error.into()))?;
        content_bytes = content_bytes.and(piece.len()).ok_or(BlobError::TooLarge)?;
        of_content.update(&piece);
        pieces.push(sealer.push(&piece).into());
    }
    pieces.push(sealer.finish().into());
    pieces.retain(|piece| !piece.is_empty());
    let mut sealed_bytes = 0;
    for piece in &pieces {
        of_sealed.update(piece);
        sealed_bytes += piece.len() as u64;
    }
    let stored = Stored {
        name,
        content_bytes,
        content_sha256: finish(of_content),
        sealed_bytes,
        sealed_sha256: finish(of_sealed),
    };
    Ok((pieces, stored))
}

pub(crate) fn finish(context: Context) -> [u8; 32] {
    let digest = context.finish();
    digest.as_ref().try_into().expect("SHA-256 has 32 bytes")
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blobs in {}", self.place)
    }
}

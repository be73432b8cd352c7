//! Reading a blob: its content, chunk by authenticated chunk.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use lanyard_vault::{BLOB_HEADER_BYTES, BlobOpener, Vault, VaultError};
use object_store::{Error, ObjectStoreExt};
use zeroize::Zeroizing;

use crate::blobs::Blobs;
use crate::error::BlobError;
use crate::name::BlobName;

/// What there is to read under a name.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "made once per blob and taken apart at once"
)]
pub enum Reading {
    /// This.
    Content(Content),
    /// Nothing any more: the stream's key was destroyed.
    Erased,
}

/// The content of a blob, as it is read.
pub struct Content {
    name: BlobName,
    place: String,
    sealed: BoxStream<'static, object_store::Result<Bytes>>,
    /// None once the end was reached, or an error.
    opener: Option<BlobOpener>,
    /// Came with the header.
    first: Option<Bytes>,
}

impl Blobs {
    /// Opens a blob for reading.
    ///
    /// # Errors
    /// `Absent`, `Sealed` when it does not open, or the place fails.
    pub async fn get(&self, vault: &Arc<Vault>, name: BlobName) -> Result<Reading, BlobError> {
        let found = match self.storage.get(&name.path()).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Err(BlobError::Absent(name)),
            Err(error) => return Err(self.failed(error)),
        };
        let mut sealed = found.into_stream();
        let mut begun = Vec::new();
        while begun.len() < BLOB_HEADER_BYTES {
            match sealed.next().await {
                Some(Ok(more)) => begun.extend_from_slice(&more),
                Some(Err(error)) => return Err(self.failed(error)),
                None => break,
            }
        }
        let refused = |source| BlobError::Sealed { name, source };
        let Some((header, rest)) = begun.split_first_chunk::<BLOB_HEADER_BYTES>() else {
            return Err(refused(VaultError::BlobRefused { blob: name.blob }));
        };
        let (asked, header, rest) = (Arc::clone(vault), *header, Bytes::copy_from_slice(rest));
        let opening = move || asked.open_blob(name.stream, name.blob, &header);
        // The key may have to be read, which blocks.
        let opener = tokio::task::spawn_blocking(opening)
            .await
            .map_err(|error| BlobError::Content(Arc::new(error)))?
            .map_err(refused)?;
        Ok(match opener {
            Some(opener) => Reading::Content(Content {
                name,
                place: self.place.clone(),
                sealed,
                opener: Some(opener),
                first: Some(rest),
            }),
            None => Reading::Erased,
        })
    }
}

impl Content {
    /// The next piece; none at the end, and only then it is known that nothing is missing.
    ///
    /// # Errors
    /// `Sealed`: what came before was right, the rest is damaged or missing. Or the place fails.
    pub async fn next(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, BlobError> {
        loop {
            let Some(mut opener) = self.opener.take() else {
                return Ok(None);
            };
            let more = match self.first.take() {
                Some(first) => Some(Ok(first)),
                None => self.sealed.next().await,
            };
            let refused = |source| BlobError::Sealed {
                name: self.name,
                source,
            };
            let piece = match more {
                Some(Err(error)) => return Err(BlobError::of_place(&self.place, error)),
                Some(Ok(more)) => {
                    let piece = opener.push(&more).map_err(refused)?;
                    self.opener = Some(opener);
                    piece
                }
                None => opener.finish().map_err(refused)?,
            };
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
    }

    /// All of it.
    ///
    /// # Errors
    /// As for `next`.
    pub async fn whole(mut self) -> Result<Zeroizing<Vec<u8>>, BlobError> {
        let mut whole = Zeroizing::new(Vec::new());
        while let Some(piece) = self.next().await? {
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content of {}", self.name)
    }
}

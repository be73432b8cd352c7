//! The sealed files themselves: kept, read, destroyed, each under a key of its own.
//!
//! The vault keeps that key under the name of the file, `evidence-<blob>`, a stream that no event is in: what is known of
//! the file lies in the evidence's own stream under the stream's own key, so that it outlives the file (ADR 15).

use std::sync::Arc;

use bytes::Bytes;
use lanyard_blobs::{BlobError, BlobName, Blobs, Cause, Reading};
use lanyard_events::{BlobId, StreamId, StreamKind};
use lanyard_vault::{KeyAnswer, Vault, VaultError};
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::AppError;

/// Under what name a file and its key are kept.
fn name_of(blob: BlobId) -> BlobName {
    BlobName {
        stream: StreamId::new(StreamKind::Evidence, blob.uuid()),
        blob,
    }
}

impl App {
    fn blobs(&self) -> Result<&Arc<Blobs>, AppError> {
        self.parts.blobs.as_ref().ok_or(AppError::FilesAway)
    }

    /// Keeps a file. Nothing names it yet: after a crash it is an orphan that nobody can reach.
    pub(crate) async fn keep_file(
        &self,
        blob: BlobId,
        content: Zeroizing<Vec<u8>>,
    ) -> Result<(), AppError> {
        let blobs = self.blobs()?;
        let (owner, wrapped) = self.parts.vault.draw_owner_key(name_of(blob).stream);
        // 1. The key, durably: a file whose key was lost could never be read.
        let vault = Arc::clone(&self.parts.vault);
        blocking(move || vault.store(&[wrapped])).await?;
        // 2. The file, sealed under it, whole or not at all.
        let content = Bytes::from_owner(content);
        let once = futures_util::stream::once(std::future::ready(Ok::<_, Cause>(content)));
        blobs.put(&owner, blob, once).await?;
        Ok(())
    }

    /// Reads a file; none once its key is destroyed.
    pub(crate) async fn read_file(
        &self,
        blob: BlobId,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, AppError> {
        match self.blobs()?.get(&self.parts.vault, name_of(blob)).await? {
            Reading::Content(content) => Ok(Some(content.whole().await?)),
            Reading::Erased => Ok(None),
        }
    }

    /// Destroys a file for ever. Repeating it is harmless.
    pub(crate) async fn destroy_file(&self, blob: BlobId) -> Result<(), AppError> {
        let blobs = self.blobs()?;
        let name = name_of(blob);
        // 1. The key: from here on no copy of the file opens, wherever one may be.
        let vault = Arc::clone(&self.parts.vault);
        blocking(move || destroy_keys(&vault, name.stream)).await?;
        // 2. The file.
        blobs.delete(name).await?;
        Ok(())
    }

    /// Destroys a file that no event names. One that cannot be removed now stays an orphan.
    pub(crate) async fn discard_file(&self, blob: BlobId) {
        if let Err(error) = self.destroy_file(blob).await {
            tracing::warn!(%error, "a file that was not taken in could not be removed");
        }
    }
}

/// Every key under the name, whichever attempt has stored it.
fn destroy_keys(vault: &Vault, stream: StreamId) -> Result<(), VaultError> {
    while let KeyAnswer::Key(owner) = vault.owner_key(stream)? {
        vault.destroy(stream, owner.key_id())?;
    }
    Ok(())
}

/// The vault's calls may wait for a disk or a server.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::internal("work on the vault was cut off", error))?
        .map_err(AppError::from)
}

impl From<BlobError> for AppError {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Away { .. } | BlobError::NoSuchPlace { .. } | BlobError::Refused { .. } => {
                tracing::error!(%error, "the place of evidence files is away");
                Self::FilesAway
            }
            BlobError::Absent(_)
            | BlobError::Present(_)
            | BlobError::TooLarge
            | BlobError::Content(_)
            | BlobError::Sealed { .. } => Self::internal("an evidence file", error),
        }
    }
}

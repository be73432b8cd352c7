//! Sealed blobs as they are, for backups: no key is needed to copy one, and none to check the copy.

use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use object_store::{Error, ObjectStoreExt, PutPayload};

use crate::blobs::Blobs;
use crate::error::BlobError;
use crate::name::BlobName;
use crate::size::MOST_SEALED_BYTES;

impl Blobs {
    /// The sealed form of a blob.
    ///
    /// # Errors
    /// `Absent`, `TooLarge` for what is none of ours, or the place fails.
    pub async fn sealed(&self, name: BlobName) -> Result<Bytes, BlobError> {
        let found = match self.storage.get(&name.path()).await {
            Ok(found) if found.meta.size <= MOST_SEALED_BYTES => found,
            Ok(_) => return Err(BlobError::TooLarge),
            Err(Error::NotFound { .. }) => return Err(BlobError::Absent(name)),
            Err(error) => return Err(self.failed(error)),
        };
        found.bytes().await.map_err(|error| self.failed(error))
    }

    /// Stores a sealed form that was taken elsewhere. The very same one may be there already.
    ///
    /// # Errors
    /// `Present` when another one is there, `TooLarge`, or the place fails.
    pub async fn put_sealed(&self, name: BlobName, sealed: Bytes) -> Result<(), BlobError> {
        if sealed.len() as u64 > MOST_SEALED_BYTES {
            return Err(BlobError::TooLarge);
        }
        let sha256 = sha256(&sealed);
        self.create(name, PutPayload::from(sealed), &sha256).await
    }

    /// Whether the blob of a name has these sealed bytes.
    pub(crate) async fn is_there(
        &self,
        name: BlobName,
        expected: &[u8; 32],
    ) -> Result<bool, BlobError> {
        match self.sealed(name).await {
            Ok(found) => Ok(sha256(&found) == *expected),
            Err(BlobError::Absent(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let digest = digest(&SHA256, bytes);
    digest.as_ref().try_into().expect("SHA-256 has 32 bytes")
}

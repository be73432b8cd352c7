//! A few bytes on S3 that are replaced whole, and only by who has read the newest.

use std::fmt;

use bytes::Bytes;
use object_store::path::Path;
use object_store::{Error, ObjectStoreExt, PutMode, PutPayload, UpdateVersion};

use crate::error::{BlobError, PlaceError};
use crate::place::{Place, Storage};

/// More than this was not written by us.
const MOST_BYTES: u64 = 1024 * 1024;

/// One object of a bucket.
#[derive(Debug, Clone)]
pub struct Object {
    storage: Storage,
    name: Path,
    /// In words, for errors.
    place: String,
}

/// Which content was read.
#[derive(Debug, Clone)]
pub struct Version(UpdateVersion);

/// What became of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swapped {
    /// The new content is there, durably.
    Done,
    /// There is other content than was read; it may be our own, if an earlier answer was lost.
    Overtaken,
}

impl Object {
    /// The object at `s3://bucket/name`. Nothing is asked of the server yet.
    ///
    /// # Errors
    /// It is no such address, or the credentials are missing or malformed.
    pub fn parse(url: &str, credentials: Option<&str>) -> Result<Self, PlaceError> {
        let place = Place::parse(url, credentials)?;
        let object = match &place {
            Place::Bucket(bucket) => bucket.object(),
            Place::Folder(_) => None,
        };
        let made = object.ok_or(PlaceError::NoName)?;
        let (storage, name) = made.map_err(|error| PlaceError::Client(error.to_string()))?;
        Ok(Self {
            place: format!("{name} in {place}"),
            storage,
            name,
        })
    }

    /// What it holds, and which content that is; `None` if there is none.
    ///
    /// # Errors
    /// The place fails, or holds what is none of ours.
    pub async fn read(&self) -> Result<Option<(Bytes, Version)>, BlobError> {
        let found = match self.storage.get(&self.name).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return self.absent().await,
            Err(error) => return Err(self.failed(error)),
        };
        if found.meta.size > MOST_BYTES {
            return Err(BlobError::TooLarge);
        }
        let version = Version(UpdateVersion {
            e_tag: found.meta.e_tag.clone(),
            version: found.meta.version.clone(),
        });
        let content = found.bytes().await.map_err(|error| self.failed(error))?;
        Ok(Some((content, version)))
    }

    /// Puts other content in its place, if it still has the version that was read (`None`: if there
    /// still is none).
    ///
    /// # Errors
    /// The place fails: the new content is there or is not.
    pub async fn replace(
        &self,
        content: Vec<u8>,
        read: Option<Version>,
    ) -> Result<Swapped, BlobError> {
        let mode = match read {
            Some(Version(version)) => PutMode::Update(version),
            None => PutMode::Create,
        };
        let put = self
            .storage
            .put_opts(&self.name, PutPayload::from(content), mode.into());
        match put.await {
            Ok(_) => Ok(Swapped::Done),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(Swapped::Overtaken),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// A bucket that is not there answers as one without the object.
    async fn absent(&self) -> Result<Option<(Bytes, Version)>, BlobError> {
        let listed = self.storage.list_with_delimiter(Some(&self.name)).await;
        listed.map_err(|error| self.failed(error))?;
        Ok(None)
    }

    fn failed(&self, error: Error) -> BlobError {
        BlobError::of_place(&self.place, error)
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}

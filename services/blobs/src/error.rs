//! What can go wrong with blobs. No content and no key is ever in a text.

use std::error::Error as StdError;
use std::sync::Arc;

use lanyard_vault::VaultError;
use thiserror::Error;

use crate::name::BlobName;
use crate::size::MOST_BYTES;

/// The error below ours.
pub type Cause = Arc<dyn StdError + Send + Sync>;

/// Why the place of the blobs cannot be what was set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// Neither a bucket nor a folder.
    #[error("must be s3://bucket, s3://bucket/prefix or file:///folder")]
    Url,
    /// The name of the bucket cannot be one.
    #[error(
        "{0} cannot be a bucket: 3 to 63 lower-case letters, digits, dots and hyphens (for the \
         address of a server of your own, set endpoint_url in the credentials file)"
    )]
    Bucket(String),
    /// S3 is never without credentials.
    #[error("a bucket on S3 needs a credentials file")]
    NoCredentials,
    /// A line of the credentials file.
    #[error("line {line} of the credentials file is not right: {what}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Something that the credentials file has to say.
    #[error("the credentials file has no {0}")]
    Missing(&'static str),
    /// An object needs a name.
    #[error("must be s3://bucket/name")]
    NoName,
    /// Nothing can be asked of it.
    #[error("no client can be made for it: {0}")]
    Client(String),
    /// The address of the server.
    #[error("endpoint_url must begin with https:// (http:// only for this machine itself)")]
    Endpoint,
}

/// Why the blobs could not do what was asked.
#[derive(Debug, Clone, Error)]
pub enum BlobError {
    /// There is none of this name.
    #[error("there is no blob {0}")]
    Absent(BlobName),
    /// There is one of this name, and it stays as it is.
    #[error("the blob {0} is there already, and blobs are never overwritten")]
    Present(BlobName),
    /// More than one may hold.
    #[error("a blob holds at most {MOST_BYTES} bytes")]
    TooLarge,
    /// Whoever sent the content stopped or failed; nothing was stored.
    #[error("the content of the blob did not arrive whole")]
    Content(#[source] Cause),
    /// It cannot be opened.
    #[error("the blob {name} cannot be opened")]
    Sealed {
        /// Which.
        name: BlobName,
        /// Why.
        #[source]
        source: VaultError,
    },
    /// The bucket or folder does not exist.
    #[error("{place} does not exist: make it, or correct its address")]
    NoSuchPlace {
        /// As it was set.
        place: String,
        /// What the storage said.
        #[source]
        source: Cause,
    },
    /// The credentials are wrong or do not suffice.
    #[error(
        "{place} refuses the credentials: check the credentials file, and that they allow to list, \
         read, write and delete there"
    )]
    Refused {
        /// As it was set.
        place: String,
        /// What the storage said.
        #[source]
        source: Cause,
    },
    /// It cannot be used now.
    #[error("{place} cannot be reached, or does not answer")]
    Away {
        /// As it was set.
        place: String,
        /// What the storage said.
        #[source]
        source: Cause,
    },
}

impl BlobError {
    /// What the storage said about a place, in our words.
    pub(crate) fn of_place(place: &str, error: object_store::Error) -> Self {
        let place = place.to_owned();
        let words = words(&error);
        let source: Cause = Arc::new(error);
        let says = |codes: &[&str]| codes.iter().any(|code| words.contains(code));
        if says(&["NoSuchBucket", "NotFound", "No such file"]) {
            Self::NoSuchPlace { place, source }
        } else if says(&[
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "AccessDenied",
            "Permission denied",
        ]) {
            Self::Refused { place, source }
        } else {
            Self::Away { place, source }
        }
    }
}

/// All that an error and those below it say: the codes of S3 are nowhere else.
fn words(error: &object_store::Error) -> String {
    use object_store::Error::{NotFound, PermissionDenied, Unauthenticated};
    let mut words = if matches!(error, NotFound { .. }) {
        "NotFound".to_owned()
    } else if matches!(error, PermissionDenied { .. } | Unauthenticated { .. }) {
        "AccessDenied".to_owned()
    } else {
        error.to_string()
    };
    let mut below = error.source();
    while let Some(error) = below {
        words.push_str(&error.to_string());
        below = error.source();
    }
    words
}

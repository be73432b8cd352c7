//! Where blobs are kept: a folder, or a bucket on S3 and whatever speaks like it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectName;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};

use crate::credentials::Credentials;
use crate::error::{BlobError, PlaceError};

/// Storage of objects, under the prefix that was set.
pub type Storage = Arc<dyn ObjectStore>;

/// Longest that one request may take: the longest blob over a line of 2 Mbit/s.
const REQUEST: Duration = Duration::from_secs(300);
/// Longest that connecting may take.
const CONNECT: Duration = Duration::from_secs(5);
/// A request is repeated for so long while the server does not answer or is overloaded; whoever
/// waits for an upload is told the truth then.
const RETRY: Duration = Duration::from_secs(10);
/// Longest that a request for a few bytes may take.
const SHORT_REQUEST: Duration = Duration::from_secs(5);

/// Where blobs are kept.
#[derive(Debug, Clone)]
pub enum Place {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Bucket),
}

/// A bucket, and what of it is ours.
#[derive(Debug, Clone)]
pub struct Bucket {
    name: String,
    prefix: String,
    credentials: Credentials,
}

/// How long what is asked of a bucket may take.
#[derive(Clone, Copy)]
enum Asked {
    /// Files of any length.
    Files,
    /// A few bytes, for somebody who waits.
    FewBytes,
}

impl Place {
    /// Reads `file:///folder`, `s3://bucket` or `s3://bucket/prefix`; `credentials` is the text of the
    /// credentials file.
    ///
    /// # Errors
    /// It is anything else, or the credentials are missing or malformed.
    pub fn parse(url: &str, credentials: Option<&str>) -> Result<Self, PlaceError> {
        if let Some(folder) = url.strip_prefix("file://") {
            let folder = Path::new(folder);
            return if folder.is_absolute() {
                Ok(Self::Folder(folder.to_owned()))
            } else {
                Err(PlaceError::Url)
            };
        }
        let rest = url.strip_prefix("s3://").ok_or(PlaceError::Url)?;
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if !is_bucket(name) {
            return Err(PlaceError::Bucket(name.to_owned()));
        }
        if url.contains(['?', '#', '@', ' ', '%']) || prefix.split('/').any(|part| part == "..") {
            return Err(PlaceError::Url);
        }
        let credentials = credentials.ok_or(PlaceError::NoCredentials)?;
        Ok(Self::Bucket(Bucket {
            name: name.to_owned(),
            prefix: prefix.trim_end_matches('/').to_owned(),
            credentials: Credentials::parse(credentials)?,
        }))
    }

    /// The way there. A folder must exist; nothing is asked of a server yet.
    ///
    /// # Errors
    /// The folder is not there, or no client can be made.
    pub fn open(&self) -> Result<Storage, BlobError> {
        let wrong = |error| BlobError::of_place(&self.to_string(), error);
        match self {
            Self::Folder(folder) => {
                let folder = LocalFileSystem::new_with_prefix(folder).map_err(wrong)?;
                Ok(Arc::new(folder.with_fsync(true)))
            }
            Self::Bucket(bucket) => {
                let client = bucket.client(Asked::Files).map_err(wrong)?;
                let prefix = ObjectName::from(bucket.prefix.as_str());
                Ok(Arc::new(PrefixStore::new(client, prefix)))
            }
        }
    }
}

impl Bucket {
    /// The way to one object of the bucket, whose name is all that its address says after the bucket.
    /// None where it says nothing.
    pub(crate) fn object(&self) -> Option<Result<(Storage, ObjectName), object_store::Error>> {
        let name = (!self.prefix.is_empty()).then(|| ObjectName::from(self.prefix.as_str()))?;
        let client = self.client(Asked::FewBytes);
        Some(client.map(|client| (Arc::new(client) as Storage, name)))
    }

    fn client(&self, asked: Asked) -> Result<object_store::aws::AmazonS3, object_store::Error> {
        let known = &self.credentials;
        let (request, retry_timeout) = match asked {
            Asked::Files => (REQUEST, RETRY),
            Asked::FewBytes => (SHORT_REQUEST, SHORT_REQUEST),
        };
        let options = ClientOptions::new()
            .with_timeout(request)
            .with_connect_timeout(CONNECT);
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(&known.region)
            .with_access_key_id(&known.access_key_id)
            .with_secret_access_key(&known.secret_access_key)
            .with_client_options(options)
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: 5,
                retry_timeout,
            });
        if let Some(token) = &known.session_token {
            builder = builder.with_token(token);
        }
        if let Some(endpoint) = &known.endpoint {
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        builder.build()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "the folder {}", folder.display()),
            Self::Bucket(bucket) => write!(f, "the bucket {}", bucket.name),
        }
    }
}

/// The rules of S3 for names of buckets, as far as they keep anything else out of the address.
fn is_bucket(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    (3..=63).contains(&name.len()) && name.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const KEYS: &str = "aws_access_key_id=a\naws_secret_access_key=b\nregion=eu-west-2";

    #[test]
    fn a_place_is_a_bucket_or_a_whole_path() {
        let parse = |url: &str| Place::parse(url, Some(KEYS)).map(|place| place.to_string());
        assert_eq!(
            parse("file:///srv/blobs"),
            Ok("the folder /srv/blobs".to_owned())
        );
        for url in [
            "s3://evidence",
            "s3://evidence/",
            "s3://evidence/ridgeway/x",
        ] {
            assert_eq!(parse(url), Ok("the bucket evidence".to_owned()), "{url}");
        }
        for url in [
            "",
            "evidence",
            "https://evidence",
            "file://srv",
            "s3://evidence/a?b",
            "s3://evidence/../b",
        ] {
            assert_eq!(parse(url), Err(PlaceError::Url), "{url}");
        }
        for name in ["x", "user@host", "127.0.0.1:9000", "Evidence"] {
            let refused = parse(&format!("s3://{name}"));
            assert_eq!(refused, Err(PlaceError::Bucket(name.to_owned())));
        }
    }

    #[test]
    fn a_bucket_needs_credentials_and_a_folder_none() {
        let refused = Place::parse("s3://evidence", None).unwrap_err();
        assert_eq!(refused, PlaceError::NoCredentials);
        assert!(Place::parse("file:///srv", None).is_ok());
    }
}

//! Names of blobs: the stream they belong to, and an id.

use std::fmt;
use std::str::FromStr;

use lanyard_events::{BlobId, IdError, StreamId};
use object_store::path::Path;

/// Names one blob: `case-018f4e9a-…/018f4e9b-…`. No personal data, so that it may stand in a listing,
/// a log and a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobName {
    /// The stream under whose key it is sealed.
    pub stream: StreamId,
    /// Which of its blobs.
    pub blob: BlobId,
}

impl BlobName {
    pub(crate) fn path(self) -> Path {
        Path::from(self.to_string())
    }
}

impl fmt::Display for BlobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.stream, self.blob)
    }
}

impl FromStr for BlobName {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (stream, blob) = text.split_once('/').ok_or(IdError::NotAUuid)?;
        Ok(Self {
            stream: stream.parse()?,
            blob: blob.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_name_has_one_spelling_and_no_way_out_of_its_folder() {
        let text = "case-018f4e9a-0000-7000-8000-000000000001/018f4e9b-0000-7000-8000-000000000002";
        let name: BlobName = text.parse().unwrap();
        assert_eq!(name.to_string(), text);
        assert_eq!(name.path().as_ref(), text);
        let wrong = [
            text.to_uppercase(),
            format!("{text}/x"),
            format!("../{text}"),
            text.replace("case", "diary"),
            text.replace("case-", "case-../"),
            String::new(),
        ];
        for text in wrong {
            assert!(text.parse::<BlobName>().is_err(), "{text}");
        }
    }
}

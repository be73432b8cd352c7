//! The credentials file: as the tools of S3 write it, so that nobody has to learn another form.

use std::fmt;

use crate::error::PlaceError;

/// Where a bucket's server is and who asks it.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub access_key_id: String,
    pub secret_access_key: String,
    pub session_token: Option<String>,
    pub region: String,
    /// A server of one's own; none for that of the region.
    pub endpoint: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials in {}", self.region)
    }
}

impl Credentials {
    /// Reads `name = value` lines of one profile; every name that is not known is a mistake.
    pub(crate) fn parse(text: &str) -> Result<Self, PlaceError> {
        let mut found: [Option<String>; 5] = [const { None }; 5];
        for (line, content) in (1..).zip(text.lines()) {
            let wrong = |what| PlaceError::Line { line, what };
            let content = content.trim();
            if content.is_empty() || content.starts_with('#') || content == "[default]" {
                continue;
            }
            if content.starts_with('[') {
                return Err(wrong("only the profile [default] is read"));
            }
            let (name, value) = content
                .split_once('=')
                .ok_or(wrong("must be like name = value"))?;
            let place = NAMES.iter().position(|known| *known == name.trim());
            let place = place.ok_or(wrong("there is no such setting"))?;
            let value = value.trim();
            if value.is_empty() {
                return Err(wrong("has no value"));
            }
            if found[place].replace(value.to_owned()).is_some() {
                return Err(wrong("is there twice"));
            }
        }
        let [id, secret, token, region, endpoint] = found;
        let [id_name, secret_name, _, region_name, _] = NAMES;
        if endpoint.as_deref().is_some_and(|url| !is_safe(url)) {
            return Err(PlaceError::Endpoint);
        }
        Ok(Self {
            access_key_id: id.ok_or(PlaceError::Missing(id_name))?,
            secret_access_key: secret.ok_or(PlaceError::Missing(secret_name))?,
            session_token: token,
            region: region.ok_or(PlaceError::Missing(region_name))?,
            endpoint,
        })
    }
}

const NAMES: [&str; 5] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "region",
    "endpoint_url",
];

/// Names of blobs and signatures of requests do not cross a network in clear.
fn is_safe(url: &str) -> bool {
    let local = url.strip_prefix("http://").is_some_and(|rest| {
        let host = rest.split(['/', ':']).next();
        matches!(host, Some("127.0.0.1" | "localhost"))
    });
    local || url.starts_with("https://")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const GOOD: &str = "[default]\n# ours\naws_access_key_id = AK\naws_secret_access_key=s/=+\n\
                        region = eu-west-2\n";

    #[test]
    fn the_file_of_the_usual_tools_is_read() {
        let read = Credentials::parse(GOOD).unwrap();
        assert_eq!(read.access_key_id, "AK");
        assert_eq!(read.secret_access_key, "s/=+");
        assert!(read.endpoint.is_none());
        assert!(!format!("{read:?}").contains("s/=+"));
        let own = format!("{GOOD}endpoint_url = http://127.0.0.1:9000\n");
        assert!(Credentials::parse(&own).unwrap().endpoint.is_some());
    }

    #[test]
    fn every_mistake_is_named_by_its_line() {
        let refused = |text: &str| Credentials::parse(text).unwrap_err();
        let line = |line, what| PlaceError::Line { line, what };
        assert_eq!(
            refused(&format!("{GOOD}colour = red")),
            line(6, "there is no such setting")
        );
        assert_eq!(
            refused("[other]"),
            line(1, "only the profile [default] is read")
        );
        assert_eq!(
            refused("\naws_access_key_id"),
            line(2, "must be like name = value")
        );
        assert_eq!(refused("region = "), line(1, "has no value"));
        assert_eq!(
            refused(&format!("{GOOD}region = x")),
            line(6, "is there twice")
        );
        assert_eq!(refused(""), PlaceError::Missing("aws_access_key_id"));
        for url in [
            "http://s3.example",
            "s3.example",
            "http://127.0.0.1.example",
        ] {
            let text = format!("{GOOD}endpoint_url = {url}");
            assert_eq!(refused(&text), PlaceError::Endpoint, "{url}");
        }
    }
}

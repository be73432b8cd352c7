//! Names of streams: `lanyard-case-018f4e9a-…`, so that Lanyard's events are told from the system's
//! and from those of others who use the same server.

use lanyard_events::StreamId;

use crate::error::JournalError;

/// What every stream of one trust begins with.
#[derive(Debug, Clone)]
pub(super) struct Names(String);

impl Names {
    /// Names that begin with a word.
    pub(super) fn under(word: &str) -> Self {
        Self(format!("{word}-"))
    }

    /// What the names begin with.
    pub(super) fn prefix(&self) -> &str {
        &self.0
    }

    /// The name of a stream.
    pub(super) fn of(&self, stream: StreamId) -> String {
        format!("{}{stream}", self.0)
    }

    /// Whether a stream is ours.
    pub(super) fn has(&self, name: &str) -> bool {
        name.starts_with(&self.0)
    }

    /// The stream of a name that is ours. One that cannot be read may be of a later release; to
    /// skip it would leave a hole.
    pub(super) fn parse(&self, name: &str) -> Result<StreamId, JournalError> {
        let unknown = || JournalError::damaged(None, "a stream's name is not one of ours");
        let id = name.strip_prefix(&self.0).ok_or_else(unknown)?;
        id.parse().map_err(|_| unknown())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::contract::stream;

    #[test]
    fn a_name_is_read_back_and_others_are_not_ours() {
        let names = Names::under("lanyard");
        let name = names.of(stream(1));
        assert!(name.starts_with("lanyard-concern-"), "{name}");
        assert_eq!(names.parse(&name).unwrap(), stream(1));
        for other in [
            "$stats-127.0.0.1:2113",
            "$$lanyard-concern",
            "lanyardx-1",
            "orders-1",
        ] {
            assert!(!names.has(other), "{other}");
        }
        assert!(names.has("lanyard-hovercraft-1"));
        assert!(names.parse("lanyard-hovercraft-1").is_err());
    }
}

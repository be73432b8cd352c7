//! A moment, to the millisecond, in UTC.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A moment with one spelling: RFC 3339 in UTC with exactly three decimals.
///
/// Milliseconds, because the wall clocks of a trust's servers agree no better than that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At(i64);

/// Why a text is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a time is written like 2026-11-10T14:05:00Z")]
pub struct AtError;

/// 1 January 9999, the last year with a four-digit spelling that jiff also holds.
const LATEST_MILLIS: i64 = 253_370_764_800_000;

impl At {
    /// A moment from milliseconds since 1970, held within the years 1900 to 9999.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(-2_208_988_800_000, LATEST_MILLIS))
    }

    /// A moment from jiff, cut to the millisecond.
    #[must_use]
    pub fn from_jiff(timestamp: jiff::Timestamp) -> Self {
        Self::from_millis(timestamp.as_millisecond())
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The same moment as jiff has it.
    #[must_use]
    pub fn jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0)
            .expect("milliseconds were held within jiff's range when the moment was made")
    }

    /// Whole minutes since 1970, as a leaf of the log holds them (design.md 3).
    #[must_use]
    pub fn minute(self) -> u32 {
        u32::try_from(self.0.div_euclid(60_000)).unwrap_or(0)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.jiff())
    }
}

impl fmt::Debug for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for At {
    type Err = AtError;

    fn from_str(text: &str) -> Result<Self, AtError> {
        let timestamp: jiff::Timestamp = text.parse().map_err(|_| AtError)?;
        Ok(Self::from_jiff(timestamp))
    }
}

impl Serialize for At {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for At {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "At".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_moment_is_spelt_in_utc_with_three_decimals() {
        let at: At = "2026-11-10T15:05:00.1239+01:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-10T14:05:00.123Z");
        assert_eq!(at.to_string().parse::<At>().unwrap(), at);
        assert_eq!(At::from_millis(59_999).minute(), 0);
    }
}

//! How long a blob may be.

use std::fmt;

/// Most bytes of one blob: a minute and a half of a telephone's video, or a book of scanned pages. A
/// blob is held in memory, sealed, until its one request has ended.
pub const MOST_BYTES: u64 = 64 << 20;

/// Most bytes of a sealed blob: the header, and a tag of 16 bytes for each 64 KiB.
pub(crate) const MOST_SEALED_BYTES: u64 = MOST_BYTES + MOST_BYTES / 4096 + 64;

/// Bytes of a blob's content, within what one may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContentBytes(u64);

impl ContentBytes {
    /// Nothing yet.
    pub const NONE: Self = Self(0);

    /// Checks a number; none when it is more than a blob may hold.
    #[must_use]
    pub const fn try_new(bytes: u64) -> Option<Self> {
        if bytes <= MOST_BYTES {
            Some(Self(bytes))
        } else {
            None
        }
    }

    /// So many more; none when that is more than a blob may hold.
    #[must_use]
    pub fn and(self, more: usize) -> Option<Self> {
        let more = u64::try_from(more).ok()?;
        Self::try_new(self.0.checked_add(more)?)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ContentBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_blob_is_longer_than_the_longest() {
        let full = ContentBytes::try_new(MOST_BYTES);
        assert!(full.is_some_and(|full| full.and(0) == Some(full) && full.and(1).is_none()));
        assert!(ContentBytes::try_new(MOST_BYTES + 1).is_none());
        assert!(ContentBytes::NONE.and(usize::MAX).is_none());
    }
}

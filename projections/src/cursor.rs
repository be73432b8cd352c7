//! Pages: where a list goes on, as an opaque text.

use std::fmt;
use std::str::FromStr;

use crate::error::CursorError;

/// Which list a cursor is of, so that one list's cursor is refused by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Untriaged = 1,
    Concerns,
    OwnConcerns,
    Cases,
    Due,
    Timeline,
    History,
    Pupils,
    Staff,
    SearchTexts,
    SearchNames,
    Looks,
    Referrals,
    Notices,
    Allegations,
    Entries,
    Evidence,
    Incidents,
    CaseLooks,
    Glasses,
    Plans,
    Mails,
    Retention,
    Deviations,
    Disposals,
}

/// The keyset after which a list goes on: numbers only, nothing personal, safe in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    list: u8,
    keys: [i64; 2],
}

impl Cursor {
    pub(crate) const fn new(list: List, first: i64, second: i64) -> Self {
        Self {
            list: list as u8,
            keys: [first, second],
        }
    }

    pub(crate) const fn keys(self, list: List) -> Result<[i64; 2], CursorError> {
        if self.list == list as u8 {
            Ok(self.keys)
        } else {
            Err(CursorError)
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.keys;
        write!(f, "{:02x}{first:016x}{second:016x}", self.list)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 34 || !text.bytes().all(lower) {
            return Err(CursorError);
        }
        let number = |range: std::ops::Range<usize>| {
            u64::from_str_radix(&text[range], 16).map_err(|_| CursorError)
        };
        Ok(Self {
            list: u8::try_from(number(0..2)?).map_err(|_| CursorError)?,
            keys: [number(2..18)?.cast_signed(), number(18..34)?.cast_signed()],
        })
    }
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Go on after this; none for the start.
    pub after: Option<Cursor>,
    /// At most so many rows; the caller holds it within 1 to 200 (design.md 6).
    pub limit: u32,
}

impl Paging {
    /// The first rows.
    #[must_use]
    pub const fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }

    pub(crate) fn keys(self, list: List) -> Result<Option<[i64; 2]>, CursorError> {
        self.after.map(|cursor| cursor.keys(list)).transpose()
    }

    /// One row more than wanted tells whether there is a next page.
    pub(crate) const fn fetch(self) -> i64 {
        self.limit as i64 + 1
    }
}

/// Part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub rows: Vec<T>,
    /// Where it goes on; none at the end.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts the row that was fetched beyond the limit and points after the last one kept.
    pub(crate) fn cut(mut rows: Vec<T>, paging: Paging, cursor: impl FnOnce(&T) -> Cursor) -> Self {
        let limit = usize::try_from(paging.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { rows, next }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_cursor_comes_back_and_fits_its_list_only() {
        let cursor = Cursor::new(List::Due, -5, i64::MAX);
        let back: Cursor = cursor.to_string().parse().unwrap();
        assert_eq!(back.keys(List::Due).unwrap(), [-5, i64::MAX]);
        assert_eq!(back.keys(List::Cases), Err(CursorError));
    }

    #[test]
    fn other_texts_are_no_cursors() {
        let text = Cursor::new(List::Due, 1, 2).to_string();
        for bad in [
            "",
            "0",
            &text[1..],
            &text.to_uppercase().replace('0', "A"),
            &"é".repeat(17),
        ] {
            assert_eq!(bad.parse::<Cursor>(), Err(CursorError));
        }
    }
}

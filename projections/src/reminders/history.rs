//! What a trust had before it was ever reminded of anything. Nothing that is owed is dropped, however long the
//! worker was away (R1, R2, R4, R10): what has fallen due meanwhile is given once when it is back. But a record
//! that begins with a history, taken over from before there were reminders, holds what was settled outside it or
//! forgotten years ago: that stands in the lists of what is overdue, and gives nobody thousands of notices.
//!
//! The first reminder tells the two apart. It is kept by itself and does not move: notices go with a matter that is
//! parked, and a look after that must find the same.

use lanyard_events::At;
use rusqlite::OptionalExtension;

use crate::caseload::due_items::PLACE_BITS;
use crate::error::ViewError;
use crate::reader::Reading;

/// Of a history, what is open is reminded of if it fell due in the last term or so.
const OPEN_MILLIS: i64 = 90 * 24 * 3_600_000;
/// Of a history, a concern on which somebody has decided is told only if it is of the last week.
const DECIDED_MILLIS: i64 = 7 * 24 * 3_600_000;

/// Up to where a history goes.
pub(super) struct TakenOver {
    /// Position of the first reminder; none was given yet: everything may be history.
    first: Option<i64>,
    /// When it was given, or the moment now.
    at: i64,
}

impl TakenOver {
    pub(super) fn read(views: &Reading<'_>, now: At) -> Result<Self, ViewError> {
        let first: Option<(i64, i64)> = views
            .conn
            .prepare_cached("SELECT position, at FROM first_reminder")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(Self {
            first: first.map(|(position, _)| position),
            at: first.map_or(now.millis(), |(_, at)| at),
        })
    }

    /// From when on what is open is reminded of, in any case.
    pub(super) const fn open_since(&self) -> i64 {
        self.at - OPEN_MILLIS
    }

    /// From when on what was decided on is told, in any case.
    pub(super) const fn decided_since(&self) -> i64 {
        self.at - DECIDED_MILLIS
    }

    /// The first row of a stream that is no history.
    pub(super) fn first_row(&self) -> i64 {
        self.first.unwrap_or(i64::MAX)
    }

    /// The first thing due that is no history, whenever it is or was due.
    pub(super) fn first_item(&self) -> i64 {
        self.first.map_or(i64::MAX, |first| first << PLACE_BITS)
    }
}

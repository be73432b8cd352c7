//! Moments as a clock on a wall in London shows them, by the time-zone data built into the program.

use std::sync::LazyLock;

use jiff::Zoned;
use jiff::civil::{Date, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use lanyard_events::{At, Day};

use super::{ClockError, words};

static LONDON: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZoneDatabase::bundled()
        .get("Europe/London")
        .expect("the bundled time-zone data has Europe/London; a test reads it")
});

/// The day in London at a moment.
#[must_use]
pub fn london_day(at: At) -> Day {
    Day::new(zoned(at).date())
}

/// A moment as people write it: `Thu 24 Dec 2026, 16:10`.
#[must_use]
pub fn in_words(at: At) -> String {
    let london = zoned(at);
    let (date, time) = (london.date(), london.time());
    format!(
        "{} {}, {}",
        words::day(date),
        date.year(),
        words::clock(time)
    )
}

/// A time on a day in London; none beyond the calendar.
#[must_use]
pub fn day_at(day: Day, time: Time) -> Option<At> {
    moment(day.date(), time).ok()
}

/// A moment as London has it.
pub(super) fn zoned(at: At) -> Zoned {
    at.jiff().to_zoned(LONDON.clone())
}

/// A time on a day in London. A time that the spring change skips is the same distance later; one
/// that the autumn change repeats is the first of the two.
pub(super) fn moment(date: Date, time: Time) -> Result<At, ClockError> {
    let zoned = date.to_datetime(time).to_zoned(LONDON.clone());
    let zoned = zoned.map_err(|_| ClockError::BeyondCalendar)?;
    Ok(At::from_jiff(zoned.timestamp()))
}

/// The day after.
pub(super) fn next_day(date: Date) -> Result<Date, ClockError> {
    date.tomorrow().map_err(|_| ClockError::BeyondCalendar)
}

/// Whether a day is Monday to Friday.
pub(super) fn is_weekday(date: Date) -> bool {
    date.weekday().to_monday_zero_offset() < 5
}

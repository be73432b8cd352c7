//! Weeks, Monday to Sunday in Europe/London.

use jiff::Unit;
use jiff::civil::{Date, date};
use lanyard_events::{At, Day};

use crate::london::london;

/// Week 0 begins on Monday 5 January 1970.
const FIRST: Date = date(1970, 1, 5);

/// The week of a moment.
pub(crate) fn week_of(at: At) -> i64 {
    week_of_day(Day::new(at.jiff().to_zoned(london().clone()).date()))
}

/// The week of a day.
pub(crate) fn week_of_day(day: Day) -> i64 {
    let days = day
        .date()
        .since((Unit::Day, FIRST))
        .map_or(0, |span| i64::from(span.get_days()));
    days.div_euclid(7)
}

/// The Monday of a week.
pub(crate) fn monday(week: i64) -> Day {
    Day::new(
        FIRST
            .checked_add(jiff::Span::new().days(week.clamp(-100_000, 400_000) * 7))
            .unwrap_or(FIRST),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_week_begins_on_monday_in_london() {
        // 29 March 2026 is a Sunday; the clocks go forward that night.
        let sunday: At = "2026-03-29T22:59:59Z".parse().unwrap();
        let monday_morning: At = "2026-03-29T23:00:00Z".parse().unwrap();
        assert_eq!(week_of(sunday) + 1, week_of(monday_morning));
        assert_eq!(monday(week_of(monday_morning)).to_string(), "2026-03-30");
        assert_eq!(week_of_day("1970-01-04".parse().unwrap()), -1);
    }
}

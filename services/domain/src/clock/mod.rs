//! Deadlines: two calendars as data, everything in Europe/London, each with its reckoning in words
//! (domain.md 3).
//!
//! *Working days* (Monday to Friday less the bank holidays of England and Wales) count for duties
//! towards agencies; *school days* (an academy's terms less INSET and closures) for duties within
//! the school. Hours run on through nights and clock changes. The clock itself is never read here:
//! every function takes the moment from which it counts.

mod bank_holidays;
mod london;
pub mod retention;
pub mod rules;
mod school;
mod season;
#[cfg(test)]
mod table;
#[cfg(test)]
mod table_of_retention;
#[cfg(test)]
mod table_of_rules;
#[cfg(test)]
mod table_of_times;
mod words;
mod working;

use lanyard_events::concern::Due;
use lanyard_events::{At, Day};

pub use london::{day_at, in_words, london_day};
pub use school::{
    CalendarError, SchoolCalendar, end_of_school_day, end_of_term, school_days_later,
};
pub use season::{SchoolTerm, Season, term_of};
pub use working::{
    CLOSE_OF_DAY, calendar_month_deadline, days_deadline, hours_deadline, is_working_day,
    working_day_deadline,
};

/// How far ahead deadlines reach: a review at most a year away (`case::rules`), and the working days after
/// it.
const AHEAD_DAYS: i64 = 380;

/// Whether every deadline that can be set now can be counted.
///
/// # Errors
/// The first year of which the bank holidays are missing.
pub fn can_count_ahead(now: At) -> Result<(), ClockError> {
    let today = london_day(now).date();
    let last = { today.checked_add(jiff::Span::new().days(AHEAD_DAYS)) }
        .map_err(|_| ClockError::BeyondCalendar)?;
    for year in today.year()..=last.year() {
        bank_holidays::contains(jiff::civil::date(year, 1, 1))?;
    }
    Ok(())
}

/// By when, and why then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The moment by which it is due.
    pub at: At,
    /// The reckoning in words, shown beside the time: "one working day from Thu 24 Dec, 16:10; 25
    /// and 28 Dec are bank holidays".
    pub reason: String,
}

impl Deadline {
    /// The day on which it falls, in London.
    #[must_use]
    pub fn day(&self) -> Day {
        london_day(self.at)
    }

    /// The deadline of a rule, as events keep it.
    #[must_use]
    pub fn of_rule(self, rule: &str) -> Due {
        Due {
            rule: rule.to_owned(),
            at: self.at,
            reason: self.reason,
        }
    }
}

/// Why a deadline could not be reckoned. Never guessed: a duty towards an agency that is a day out
/// is worse than an error that somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The data file has no bank holidays for a year.
    #[error(
        "the bank holidays of {year} are missing: working days of that year cannot be counted \
         until a release brings them"
    )]
    YearMissing {
        /// Which year.
        year: i16,
    },
    /// The academy's term dates do not reach far enough.
    #[error("the academy's term dates after {after} are missing: school days cannot be counted")]
    TermsMissing {
        /// The last day that the term dates cover, or the day from which was counted.
        after: Day,
    },
    /// Beyond the year 9999.
    #[error("the day lies beyond the calendar")]
    BeyondCalendar,
}

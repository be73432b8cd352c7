//! Until when a record is kept, and when somebody decides what becomes of it (R17).
//!
//! These are days on which a person reviews, never days on which anything is deleted. Where a day does not
//! exist in a year (29 February), the day after it counts. Whoever is not known to be older is taken to be
//! younger: a record is looked at too late rather than gone too early.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use lanyard_events::Day;
use lanyard_events::allegation::AllegationOutcome;

use super::{ClockError, words};

/// A child protection file (KCSIE; IRMS toolkit).
const CHILD_YEARS: i64 = 25;
/// An allegation, where that is later than pension age (KCSIE Part 4).
const ALLEGATION_YEARS: i64 = 10;
/// State pension age is 67 for whoever was born from 6 March 1961 to 5 April 1977 (Pensions Act 2014), and
/// rises to 68 for those born in the year after (Pensions Act 2007). Whoever falls between two ages is given
/// the later: too late by some months, never too early.
const PENSION_AGE: i64 = 67;
const PENSION_AGE_LATER: i64 = 68;
const PENSION_LATER_FROM: Date = jiff::civil::date(1977, 4, 6);
/// Child sexual abuse, where the trust chooses (IICSA, recommendation 17: not law).
const ABUSE_YEARS: i64 = 75;

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The child protection file of a child.
    ChildProtectionFile {
        /// Born on.
        born: Day,
    },
    /// An allegation against an adult.
    Allegation {
        /// The day of its outcome.
        settled: Day,
        /// Born on; none where nobody knows.
        born: Option<Day>,
    },
    /// A low-level concern about an adult.
    LowLevel {
        /// The day on which the adult left; none while they work here.
        left: Option<Day>,
    },
}

/// What else decides how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// It concerns child sexual abuse, and the trust has chosen 75 years for that: from this day.
    pub abuse_on: Option<Day>,
    /// A legal hold: it is not reviewed at all until the hold is lifted.
    pub held: bool,
}

/// When it is reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Review {
    /// On this day, and why then.
    On {
        /// The day.
        day: Day,
        /// The reckoning in words.
        reason: String,
    },
    /// Not yet: what it waits for has not happened.
    Waits {
        /// For what.
        reason: &'static str,
    },
}

impl Kept {
    /// When somebody decides what becomes of it (R17).
    ///
    /// # Errors
    /// When the day lies beyond the calendar.
    pub fn review(self, besides: Circumstances) -> Result<Review, ClockError> {
        if besides.held {
            let reason = "a legal hold overrides every other rule";
            return Ok(Review::Waits { reason });
        }
        let (mut day, mut reason) = match self {
            Self::ChildProtectionFile { born } => (
                birthday(born, CHILD_YEARS)?,
                format!("the child's {CHILD_YEARS}th birthday"),
            ),
            Self::Allegation { settled, born } => allegation(settled, born)?,
            Self::LowLevel { left: None } => {
                let reason = "kept at least until the adult leaves";
                return Ok(Review::Waits { reason });
            }
            Self::LowLevel { left: Some(left) } => (left, "the adult left".to_owned()),
        };
        if let Some(abuse_on) = besides.abuse_on {
            let later = birthday(abuse_on, ABUSE_YEARS)?;
            if later > day {
                day = later;
                reason =
                    format!("{ABUSE_YEARS} years, as the trust has chosen for child sexual abuse");
            }
        }
        let reason = format!("{reason}: {} {}", words::day(day.date()), day.date().year());
        Ok(Review::On { day, reason })
    }
}

/// Pension age or ten years, whichever is longer; of somebody whose age nobody knows, as if they had been
/// eighteen.
fn allegation(settled: Day, born: Option<Day>) -> Result<(Day, String), ClockError> {
    let ten_years = birthday(settled, ALLEGATION_YEARS)?;
    let (born, assumed) = match born {
        Some(born) => (born, ""),
        None => (
            earlier(settled, 18.years())?,
            ", taken to be 18 when it was settled",
        ),
    };
    let age = if born.date() < PENSION_LATER_FROM {
        PENSION_AGE
    } else {
        PENSION_AGE_LATER
    };
    let pension = birthday(born, age)?;
    Ok(if pension > ten_years {
        (
            pension,
            format!("the adult's pension age of {age}{assumed}"),
        )
    } else {
        (
            ten_years,
            format!("{ALLEGATION_YEARS} years from its outcome"),
        )
    })
}

/// Whether an allegation leaves the personnel file of the adult, unless they want it kept (KCSIE Part 4).
/// The record of the trust stays for as long as every other.
#[must_use]
pub const fn leaves_personnel_file(outcome: AllegationOutcome, wants_it_kept: bool) -> bool {
    match outcome {
        AllegationOutcome::Malicious | AllegationOutcome::False => !wants_it_kept,
        AllegationOutcome::Substantiated
        | AllegationOutcome::Unsubstantiated
        | AllegationOutcome::Unfounded => false,
    }
}

/// So many years after a day; of 29 February in a year that has none, 1 March.
fn birthday(day: Day, years: i64) -> Result<Day, ClockError> {
    let date = day.date();
    let moved = date
        .checked_add(years.years())
        .map_err(|_| ClockError::BeyondCalendar)?;
    // Counting years stops at the end of February: the birthday is the day after.
    let missing = moved.day() != date.day();
    let moved = if missing {
        moved.tomorrow().map_err(|_| ClockError::BeyondCalendar)?
    } else {
        moved
    };
    Ok(Day::new(moved))
}

fn earlier(day: Day, length: Span) -> Result<Day, ClockError> {
    let moved = day.date().checked_sub(length);
    moved.map(Day::new).map_err(|_| ClockError::BeyondCalendar)
}

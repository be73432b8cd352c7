//! The three terms of a school year, put together from an academy's half-terms.

use lanyard_events::Day;

use super::school::SchoolCalendar;

/// Which term of a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// From late summer to Christmas.
    Autumn,
    /// From the new year to Easter.
    Spring,
    /// From Easter to the summer.
    Summer,
}

impl Season {
    /// Its name: autumn, spring, summer.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Autumn => "autumn",
            Self::Spring => "spring",
            Self::Summer => "summer",
        }
    }

    /// By the first day of a term or half-term. No summer term begins before April, no spring term after March.
    fn of(first: Day) -> Self {
        match first.date().month() {
            ..=3 => Self::Spring,
            4..=7 => Self::Summer,
            8.. => Self::Autumn,
        }
    }
}

/// A term with its half-terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolTerm {
    /// Which one.
    pub season: Season,
    /// The year in which its school year began.
    pub begun_in: i16,
    /// The first day of its first half-term.
    pub first: Day,
    /// The last day of its last half-term.
    pub last: Day,
}

impl SchoolTerm {
    /// Its school year as people write it: 2026/27.
    #[must_use]
    pub fn school_year(&self) -> String {
        let next = (i32::from(self.begun_in) + 1).rem_euclid(100);
        format!("{}/{next:02}", self.begun_in)
    }
}

/// The term in which a day lies, its half-term holiday included; none in the holidays between terms and
/// where no term dates are set.
#[must_use]
pub fn term_of(day: Day, calendar: &SchoolCalendar) -> Option<SchoolTerm> {
    terms(calendar)
        .into_iter()
        .find(|term| term.first <= day && day <= term.last)
}

/// The term that runs on a day, or the next one.
pub(super) fn term_from(day: Day, calendar: &SchoolCalendar) -> Option<SchoolTerm> {
    terms(calendar).into_iter().find(|term| day <= term.last)
}

fn terms(calendar: &SchoolCalendar) -> Vec<SchoolTerm> {
    let mut terms: Vec<SchoolTerm> = Vec::new();
    for half in &calendar.terms {
        let season = Season::of(half.first);
        let year = half.first.date().year();
        let begun_in = if season == Season::Autumn {
            year
        } else {
            year.saturating_sub(1)
        };
        match terms.last_mut() {
            Some(term) if (term.season, term.begun_in) == (season, begun_in) => {
                term.last = half.last
            }
            Some(_) | None => terms.push(SchoolTerm {
                season,
                begun_in,
                first: half.first,
                last: half.last,
            }),
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::academy::Term;

    use super::*;

    fn calendar() -> SchoolCalendar {
        let terms = [
            ("2026-09-02", "2026-10-23"),
            ("2026-11-02", "2026-12-18"),
            ("2027-01-04", "2027-02-12"),
            ("2027-02-22", "2027-03-25"),
            ("2027-04-12", "2027-05-28"),
        ];
        let terms = terms.map(|(first, last)| Term {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        });
        SchoolCalendar::new("15:30", terms.into(), Vec::new()).unwrap()
    }

    #[test]
    fn half_terms_are_one_term_with_the_holiday_between_them() {
        let of = |day: &str| {
            let term = term_of(day.parse().unwrap(), &calendar())?;
            let (first, last) = (term.first.to_string(), term.last.to_string());
            Some((term.season.name(), term.school_year(), first, last))
        };
        let spring = (
            "spring",
            "2026/27".into(),
            "2027-01-04".into(),
            "2027-03-25".into(),
        );
        for day in ["2027-01-04", "2027-02-17", "2027-03-25"] {
            assert_eq!(of(day), Some(spring.clone()), "{day}");
        }
        let autumn = (
            "autumn",
            "2026/27".into(),
            "2026-09-02".into(),
            "2026-12-18".into(),
        );
        assert_eq!(of("2026-10-28"), Some(autumn));
        for day in ["2026-09-01", "2026-12-19", "2027-06-01"] {
            assert_eq!(of(day), None, "{day}");
        }
    }
}

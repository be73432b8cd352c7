//! The moment by which a step is due, with the reckoning in words.

use lanyard_events::At;
use lanyard_events::concern::Due as DueAt;

use super::due::Due;
use crate::clock::{
    CLOSE_OF_DAY, ClockError, Deadline, SchoolCalendar, calendar_month_deadline, days_deadline,
    end_of_school_day, end_of_term, hours_deadline, school_days_later, working_day_deadline,
};

const MONTHS_OF_A_YEAR: u32 = 12;

impl Due {
    /// The moment, counted from `from`; none where no day is set: the next meeting, the closing.
    ///
    /// Where a calendar does not reach far enough the time is given as at once, and says why: a step
    /// that is due too early is seen, one without a time is forgotten.
    #[must_use]
    pub fn reckon(self, rule: &str, from: At, calendar: &SchoolCalendar) -> Option<DueAt> {
        let deadline = self.deadline(from, calendar).unwrap_or_else(|error| {
            Some(Deadline {
                at: from,
                reason: format!("at once: {error}"),
            })
        });
        deadline.map(|deadline| deadline.of_rule(rule))
    }

    /// The same, where a calendar that does not reach far enough is an error.
    ///
    /// # Errors
    /// When bank holidays or term dates do not reach that far. Never guessed.
    pub fn deadline(
        self,
        from: At,
        calendar: &SchoolCalendar,
    ) -> Result<Option<Deadline>, ClockError> {
        let reckoned = match self {
            Self::Now => Ok(Deadline {
                at: from,
                reason: "at once".to_owned(),
            }),
            Self::Today => {
                let due = end_of_school_day(from, calendar);
                Ok(Deadline {
                    at: due.at,
                    reason: due.reason.replace(" (R1)", ""),
                })
            }
            Self::WorkingDays(days) => working_day_deadline(from, days.into(), CLOSE_OF_DAY),
            Self::SchoolDays(days) => school_days_later(from, days.into(), calendar),
            Self::Days(days) => days_deadline(from, days.into()),
            Self::Hours(hours) => Ok(hours_deadline(from, hours.into())),
            Self::Months(months) => calendar_month_deadline(from, months.into()),
            Self::Year => calendar_month_deadline(from, MONTHS_OF_A_YEAR),
            Self::Term => end_of_term(from, calendar),
            Self::Meeting | Self::Closing | Self::Open => return Ok(None),
        };
        reckoned.map(Some)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::scenario::now;

    fn due(text: &str, calendar: &SchoolCalendar) -> Option<(String, String)> {
        let due = Due::try_from(text.to_owned()).unwrap();
        let due = due.reckon("7.6", now(), calendar)?;
        assert_eq!(due.rule, "7.6");
        Some((due.at.to_string(), due.reason))
    }

    fn calendar(terms: &[(&str, &str)]) -> SchoolCalendar {
        let terms = { terms.iter() }
            .map(|(first, last)| lanyard_events::academy::Term {
                first: first.parse().unwrap(),
                last: last.parse().unwrap(),
            })
            .collect();
        SchoolCalendar::new("15:30", terms, Vec::new()).unwrap()
    }

    #[test]
    fn each_form_has_its_moment() {
        let autumn = calendar(&[("2026-11-02", "2026-12-18")]);
        for (text, at, reason) in [
            ("now", "2026-11-10T14:05:00.000Z", "at once"),
            (
                "today",
                "2026-11-10T15:30:00.000Z",
                "today 15:30, end of the school day",
            ),
            (
                "1wd",
                "2026-11-11T17:00:00.000Z",
                "one working day from Tue 10 Nov, 14:05",
            ),
            (
                "5sd",
                "2026-11-17T15:30:00.000Z",
                "five school days from Tue 10 Nov",
            ),
            ("14d", "2026-11-24T17:00:00.000Z", "14 days from Tue 10 Nov"),
            (
                "72h",
                "2026-11-13T14:05:00.000Z",
                "72 hours from Tue 10 Nov, 14:05",
            ),
            (
                "term",
                "2026-12-18T15:30:00.000Z",
                "last school day of this term",
            ),
        ] {
            let found = due(text, &autumn).unwrap();
            assert_eq!(found, (at.to_owned(), reason.to_owned()), "{text}");
        }
        for text in ["meeting", "closing", "open"] {
            assert_eq!(due(text, &autumn), None, "{text}");
        }
    }

    #[test]
    fn a_calendar_that_ends_too_early_makes_it_due_at_once_and_says_so() {
        let (at, reason) = due("5sd", &calendar(&[])).unwrap();
        assert_eq!(at, "2026-11-10T14:05:00.000Z");
        assert!(
            reason.starts_with("at once: the academy's term dates"),
            "{reason}"
        );
        assert!(
            due("term", &calendar(&[]))
                .unwrap()
                .1
                .starts_with("at once")
        );
    }
}

//! School days: an academy's terms less INSET and closure days, weekends and bank holidays.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use lanyard_events::academy::Term;
use lanyard_events::concern::Due;
use lanyard_events::{At, Day};

use super::london::{is_weekday, moment, next_day, zoned};
use super::season::term_from;
use super::working::CLOSE_OF_DAY;
use super::{ClockError, Deadline, bank_holidays, words};

/// Raised after the end of the day: at least two hours are left (playbooks.md 0, `today`).
const MILLIS_AFTER_HOURS: i64 = 2 * 3_600_000;

/// An academy's calendar, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolCalendar {
    /// End of the school day, London time.
    pub day_ends: Time,
    /// Terms and half-terms in order; empty while nobody has set them.
    pub terms: Vec<Term>,
    /// Days within them without pupils.
    pub closed: BTreeSet<Day>,
}

/// Why a text is no end of a school day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the end of the school day is a time like 15:30")]
pub struct CalendarError;

impl SchoolCalendar {
    /// A calendar with the end of the day as written on the academy (`15:30`).
    ///
    /// # Errors
    /// When it is no such time.
    pub fn new(day_ends: &str, terms: Vec<Term>, closed: Vec<Day>) -> Result<Self, CalendarError> {
        if day_ends.len() != 5 {
            return Err(CalendarError);
        }
        Ok(Self {
            day_ends: day_ends.parse().map_err(|_| CalendarError)?,
            terms,
            closed: closed.into_iter().collect(),
        })
    }

    /// Whether pupils are in school on a day.
    ///
    /// Without term dates every Monday to Friday counts, and so does a bank holiday of a year whose
    /// bank holidays are not known: a concern then falls due earlier, never later.
    #[must_use]
    pub fn is_school_day(&self, day: Day) -> bool {
        let in_term =
            self.terms.is_empty() || self.terms.iter().any(|t| t.first <= day && day <= t.last);
        in_term
            && is_weekday(day.date())
            && !self.closed.contains(&day)
            && !bank_holidays::contains(day.date()).unwrap_or(false)
    }
}

/// When a concern raised at `at` has to be looked at: by the end of the school day; raised after it
/// or on a day without school, by 17:00 or within two hours, whichever is later (R1; playbooks.md 0,
/// `today`).
#[must_use]
pub fn end_of_school_day(at: At, calendar: &SchoolCalendar) -> Due {
    let now = zoned(at);
    let today = now.date();
    let is_school_day = calendar.is_school_day(Day::new(today));
    let deadline = if is_school_day && now.time() < calendar.day_ends {
        moment(today, calendar.day_ends).map(|due| Deadline {
            at: due,
            reason: format!(
                "today {}, end of the school day (R1)",
                words::clock(calendar.day_ends)
            ),
        })
    } else {
        moment(today, CLOSE_OF_DAY).map(|close| after_hours(at, close, is_school_day))
    };
    deadline
        .unwrap_or_else(|_| Deadline {
            at,
            reason: "at once (R1)".to_owned(),
        })
        .of_rule("R1")
}

fn after_hours(at: At, close: At, is_school_day: bool) -> Deadline {
    let soon = At::from_millis(at.millis().saturating_add(MILLIS_AFTER_HOURS));
    let due = close.max(soon);
    let raised = if is_school_day {
        "raised after the end of the school day"
    } else {
        "raised on a day without school"
    };
    let (now, then) = (zoned(at), zoned(due));
    let day = if now.date() == then.date() {
        "today".to_owned()
    } else {
        words::day(then.date())
    };
    let reason = format!("{day} {}, {raised} (R1)", words::clock(then.time()));
    Deadline { at: due, reason }
}

/// End of the day that many school days after the day of `from`; the day itself never counts.
///
/// # Errors
/// When the academy's term dates are not set or do not reach that far.
pub fn school_days_later(
    from: At,
    days: u32,
    calendar: &SchoolCalendar,
) -> Result<Deadline, ClockError> {
    let start = zoned(from).date();
    let last = calendar.terms.iter().map(|term| term.last).max();
    let last = last.ok_or(ClockError::TermsMissing {
        after: Day::new(start),
    })?;
    let mut closed = Vec::new();
    let mut date = start;
    let mut counted = 0;
    while counted < days {
        date = next_day(date)?;
        if Day::new(date) > last {
            return Err(ClockError::TermsMissing { after: last });
        }
        if calendar.is_school_day(Day::new(date)) {
            counted += 1;
        } else if is_closed_weekday(calendar, date) {
            closed.push(date);
        }
    }
    let reason = format!(
        "{} from {}{}",
        words::count(days, "school day"),
        words::day(start),
        words::besides(
            &closed,
            " is an INSET or closure day",
            " are INSET or closure days"
        ),
    );
    Ok(Deadline {
        at: moment(date, calendar.day_ends)?,
        reason,
    })
}

/// End of the last school day of the term that runs at `from`, or of the next one in the holidays. Half-terms
/// are halves: the term ends with the last of them.
///
/// # Errors
/// When the academy's term dates are not set or do not reach that far.
pub fn end_of_term(from: At, calendar: &SchoolCalendar) -> Result<Deadline, ClockError> {
    let start = Day::new(zoned(from).date());
    let term = term_from(start, calendar).ok_or(ClockError::TermsMissing { after: start })?;
    let mut day = term.last;
    while day > term.first && !calendar.is_school_day(day) {
        let before = day.date().yesterday();
        day = Day::new(before.map_err(|_| ClockError::BeyondCalendar)?);
    }
    Ok(Deadline {
        at: moment(day.date(), calendar.day_ends)?,
        reason: "last school day of this term".to_owned(),
    })
}

fn is_closed_weekday(calendar: &SchoolCalendar, date: Date) -> bool {
    is_weekday(date) && calendar.closed.contains(&Day::new(date))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn at(london: &str) -> At {
        let local: jiff::civil::DateTime = london.parse().unwrap();
        moment(local.date(), local.time()).unwrap()
    }

    fn calendar(closed: &[&str]) -> SchoolCalendar {
        let term = |first: &str, last: &str| Term {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        };
        let terms = vec![
            term("2026-09-02", "2026-10-23"),
            term("2026-11-02", "2026-12-18"),
            term("2027-01-04", "2027-02-12"),
            term("2027-04-12", "2027-05-28"),
        ];
        let closed = closed.iter().map(|day| day.parse().unwrap()).collect();
        SchoolCalendar::new("15:30", terms, closed).unwrap()
    }

    fn due(raised: &str) -> (At, String) {
        let due = end_of_school_day(at(raised), &calendar(&["2026-12-07"]));
        assert_eq!(due.rule, "R1");
        (due.at, due.reason)
    }

    #[test]
    fn raised_in_school_it_is_due_at_the_end_of_the_school_day() {
        let (at_, reason) = due("2026-11-10T14:05");
        assert_eq!(at_, at("2026-11-10T15:30"));
        assert_eq!(reason, "today 15:30, end of the school day (R1)");
    }

    #[test]
    fn raised_after_school_it_is_due_at_five_or_in_two_hours() {
        let text = "raised after the end of the school day (R1)";
        assert_eq!(
            due("2026-11-10T15:30"),
            (at("2026-11-10T17:30"), format!("today 17:30, {text}"))
        );
        assert_eq!(due("2026-11-10T21:40").0, at("2026-11-10T23:40"));
        let (at_, reason) = due("2026-11-10T23:59");
        assert_eq!(at_, at("2026-11-11T01:59"));
        assert_eq!(reason, format!("Wed 11 Nov 01:59, {text}"));
    }

    #[test]
    fn raised_without_school_it_is_due_at_five_or_in_two_hours() {
        let text = "raised on a day without school (R1)";
        for (raised, by) in [
            ("2026-11-14T10:00", "17:00"),
            ("2026-12-07T15:00", "17:00"),
            ("2026-12-21T15:30", "17:30"),
            ("2027-05-03T09:00", "17:00"),
        ] {
            let (at_, reason) = due(raised);
            assert_eq!(at_, at(&format!("{}T{by}", &raised[..10])), "{raised}");
            assert_eq!(reason, format!("today {by}, {text}"));
        }
    }

    #[test]
    fn two_hours_run_on_through_the_autumn_change() {
        // Sun 25 Oct 2026, 00:30: at 02:00 the clocks show 01:00 again.
        let (at_, _) = due("2026-10-25T00:30");
        assert_eq!(at_, at("2026-10-25T17:00"));
        let night = end_of_school_day(at("2026-10-24T23:30"), &calendar(&[]));
        assert_eq!(
            night.reason,
            "Sun 25 Oct 01:30, raised on a day without school (R1)"
        );
    }

    #[test]
    fn without_term_dates_every_weekday_counts() {
        let calendar = SchoolCalendar::new("15:10", vec![], vec![]).unwrap();
        let due = end_of_school_day(at("2029-08-01T09:00"), &calendar);
        assert_eq!(due.at, at("2029-08-01T15:10"));
        assert_eq!(
            school_days_later(at("2026-11-10T09:00"), 1, &calendar),
            Err(ClockError::TermsMissing {
                after: "2026-11-10".parse().unwrap()
            })
        );
    }

    #[test]
    fn a_file_is_due_five_school_days_after_a_pupil_left() {
        let deadline = school_days_later(at("2026-12-04T12:00"), 5, &calendar(&[])).unwrap();
        assert_eq!(deadline.at, at("2026-12-11T15:30"));
        assert_eq!(deadline.reason, "five school days from Fri 4 Dec");
    }

    #[test]
    fn an_inset_day_moves_it() {
        let calendar = calendar(&["2026-12-07"]);
        let deadline = school_days_later(at("2026-12-04T12:00"), 5, &calendar).unwrap();
        assert_eq!(deadline.day().to_string(), "2026-12-14");
        assert_eq!(
            deadline.reason,
            "five school days from Fri 4 Dec; 7 Dec is an INSET or closure day"
        );
    }

    #[test]
    fn school_days_pass_over_holidays_and_end_with_the_known_terms() {
        let day = |from, days| {
            school_days_later(at(from), days, &calendar(&[])).map(|d| d.day().to_string())
        };
        assert_eq!(day("2026-12-18T23:59", 1).unwrap(), "2027-01-04");
        assert_eq!(
            day("2027-04-30T10:00", 1).unwrap(),
            "2027-05-04",
            "bank holiday"
        );
        assert_eq!(
            day("2027-05-28T10:00", 1),
            Err(ClockError::TermsMissing {
                after: "2027-05-28".parse().unwrap()
            })
        );
    }

    #[test]
    fn the_end_of_the_day_has_one_spelling() {
        for text in ["", "1530", "15.30", "25:00", "15:30:00", "9:30", "aa:bb"] {
            assert_eq!(
                SchoolCalendar::new(text, vec![], vec![]),
                Err(CalendarError),
                "{text}"
            );
        }
    }
}

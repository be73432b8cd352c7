//! Working days, hours and calendar months: duties towards agencies. School holidays never stop
//! them.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use lanyard_events::{At, Day};

use super::london::{is_weekday, moment, next_day, zoned};
use super::{ClockError, Deadline, bank_holidays, words};

/// Close of a working day, unless the authority says otherwise (domain.md 3).
pub const CLOSE_OF_DAY: Time = Time::constant(17, 0, 0, 0);
const MILLIS_PER_HOUR: i64 = 3_600_000;

/// Whether a day is Monday to Friday and no bank holiday in England and Wales.
///
/// # Errors
/// When the bank holidays of its year are missing.
pub fn is_working_day(day: Day) -> Result<bool, ClockError> {
    Ok(is_weekday(day.date()) && !bank_holidays::contains(day.date())?)
}

/// Close of the day that many working days after the day of `from`; the day itself never counts,
/// however early it is.
///
/// `close` is [`CLOSE_OF_DAY`] unless the authority has another.
///
/// # Errors
/// When the bank holidays of a year are missing.
pub fn working_day_deadline(from: At, days: u32, close: Time) -> Result<Deadline, ClockError> {
    let start = zoned(from);
    let mut passed = Vec::new();
    let mut date = start.date();
    let mut counted = 0;
    while counted < days {
        date = next_working_day(next_day(date)?, &mut passed)?;
        counted += 1;
    }
    let reason = format!(
        "{} from {}, {}{}",
        words::count(days, "working day"),
        words::day(start.date()),
        words::clock(start.time()),
        bank_holidays_in_words(&passed),
    );
    Ok(Deadline {
        at: moment(date, close)?,
        reason,
    })
}

/// That many clock hours after `from`: nights, weekends and clock changes do not stop it.
#[must_use]
pub fn hours_deadline(from: At, hours: u32) -> Deadline {
    let millis = i64::from(hours) * MILLIS_PER_HOUR;
    let at = At::from_millis(from.millis().saturating_add(millis));
    let (start, end) = (zoned(from), zoned(at));
    let change = match start.offset().cmp(&end.offset()) {
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => "; the clocks go back in between",
        std::cmp::Ordering::Less => "; the clocks go forward in between",
    };
    let reason = format!(
        "{} from {}, {}{change}",
        words::count(hours, "hour"),
        words::day(start.date()),
        words::clock(start.time()),
    );
    Deadline { at, reason }
}

/// Close of the day that many days of the calendar after the day of `from`.
///
/// # Errors
/// Beyond the calendar.
pub fn days_deadline(from: At, days: u32) -> Result<Deadline, ClockError> {
    let start = zoned(from).date();
    let end = start
        .checked_add(i64::from(days).days())
        .map_err(|_| ClockError::BeyondCalendar)?;
    let reason = format!("{} from {}", words::count(days, "day"), words::day(start));
    Ok(Deadline {
        at: moment(end, CLOSE_OF_DAY)?,
        reason,
    })
}

/// The corresponding day that many calendar months after the day of `from` (the month's last day
/// where there is none), at [`CLOSE_OF_DAY`]; an end on a weekend or bank holiday moves to the next
/// working day (R11; ICO, right of access).
///
/// # Errors
/// When the bank holidays of a year are missing.
pub fn calendar_month_deadline(from: At, months: u32) -> Result<Deadline, ClockError> {
    let start = zoned(from).date();
    let end = start
        .checked_add(i64::from(months).months())
        .map_err(|_| ClockError::BeyondCalendar)?;
    let mut passed = Vec::new();
    let date = next_working_day(end, &mut passed)?;
    let mut reason = format!(
        "{} from {}",
        words::count(months, "calendar month"),
        words::day(start)
    );
    if date != end {
        reason = format!(
            "{reason} is {}, not a working day{}",
            words::day(end),
            bank_holidays_in_words(&passed)
        );
    }
    Ok(Deadline {
        at: moment(date, CLOSE_OF_DAY)?,
        reason,
    })
}

/// The day itself or the first working day after it; bank holidays passed over are noted.
fn next_working_day(mut date: Date, passed: &mut Vec<Date>) -> Result<Date, ClockError> {
    loop {
        if bank_holidays::contains(date)? {
            passed.push(date);
        } else if is_weekday(date) {
            return Ok(date);
        }
        date = next_day(date)?;
    }
}

fn bank_holidays_in_words(passed: &[Date]) -> String {
    words::besides(passed, " is a bank holiday", " are bank holidays")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn at(london: &str) -> At {
        let local: jiff::civil::DateTime = london.parse().unwrap();
        moment(local.date(), local.time()).unwrap()
    }

    fn working(from: &str, days: u32) -> (At, String) {
        let deadline = working_day_deadline(at(from), days, CLOSE_OF_DAY).unwrap();
        (deadline.at, deadline.reason)
    }

    #[test]
    fn a_lado_referral_from_christmas_eve_is_due_on_the_29th() {
        let (due, reason) = working("2026-12-24T16:10", 1);
        assert_eq!(due, at("2026-12-29T17:00"));
        assert_eq!(
            reason,
            "one working day from Thu 24 Dec, 16:10; 25 and 28 Dec are bank holidays"
        );
    }

    #[test]
    fn a_lado_referral_from_new_years_eve_is_due_on_the_4th() {
        let (due, reason) = working("2026-12-31T09:00", 1);
        assert_eq!(due, at("2027-01-04T17:00"));
        assert_eq!(
            reason,
            "one working day from Thu 31 Dec, 09:00; 1 Jan is a bank holiday"
        );
    }

    #[test]
    fn the_day_is_londons_also_a_minute_before_midnight_in_summer() {
        // 22:59 UTC on Sun 12 July is 23:59 in London; a minute later it is Monday.
        let (due, reason) = working("2026-07-12T23:59", 1);
        assert_eq!(due, at("2026-07-13T17:00"));
        assert_eq!(reason, "one working day from Sun 12 Jul, 23:59");
        assert_eq!(working("2026-07-13T00:00", 1).0, at("2026-07-14T17:00"));
        assert_eq!(due.to_string(), "2026-07-13T16:00:00.000Z");
    }

    #[test]
    fn two_working_days_over_easter_and_into_a_leap_day() {
        assert_eq!(working("2026-04-02T12:00", 2).0, at("2026-04-08T17:00"));
        assert_eq!(working("2028-02-28T12:00", 1).0, at("2028-02-29T17:00"));
    }

    #[test]
    fn an_authority_may_close_at_another_hour() {
        let close = Time::constant(16, 30, 0, 0);
        let deadline = working_day_deadline(at("2026-11-10T10:00"), 1, close).unwrap();
        assert_eq!(deadline.at, at("2026-11-11T16:30"));
        assert_eq!(deadline.day().to_string(), "2026-11-11");
    }

    #[test]
    fn a_year_without_bank_holidays_is_an_error_and_no_guess() {
        assert_eq!(
            working_day_deadline(at("2028-12-29T10:00"), 1, CLOSE_OF_DAY),
            Err(ClockError::YearMissing { year: 2029 })
        );
        assert_eq!(
            calendar_month_deadline(at("2028-12-10T10:00"), 1),
            Err(ClockError::YearMissing { year: 2029 })
        );
        assert!(is_working_day("2029-01-02".parse().unwrap()).is_err());
        assert_eq!(is_working_day("2027-12-27".parse().unwrap()), Ok(false));
        assert_eq!(is_working_day("2027-12-29".parse().unwrap()), Ok(true));
    }

    #[test]
    fn seventy_two_hours_run_on_through_the_autumn_change() {
        let deadline = hours_deadline(at("2026-10-23T16:00"), 72);
        assert_eq!(deadline.at, at("2026-10-26T15:00"));
        assert_eq!(
            deadline.reason,
            "72 hours from Fri 23 Oct, 16:00; the clocks go back in between"
        );
    }

    #[test]
    fn hours_run_on_through_the_spring_change_and_on_christmas_day() {
        let spring = hours_deadline(at("2027-03-27T20:00"), 24);
        assert_eq!(spring.at, at("2027-03-28T21:00"));
        assert!(spring.reason.ends_with("the clocks go forward in between"));
        let christmas = hours_deadline(at("2026-12-24T16:10"), 24);
        assert_eq!(christmas.at, at("2026-12-25T16:10"));
        assert_eq!(christmas.reason, "24 hours from Thu 24 Dec, 16:10");
    }

    #[test]
    fn a_time_that_the_spring_change_skips_is_an_hour_later() {
        assert_eq!(at("2027-03-28T01:30"), at("2027-03-28T02:30"));
    }

    #[test]
    fn a_subject_access_request_ends_after_boxing_day() {
        let deadline = calendar_month_deadline(at("2026-11-26T11:00"), 1).unwrap();
        assert_eq!(deadline.day().to_string(), "2026-12-29");
        assert_eq!(
            deadline.reason,
            "one calendar month from Thu 26 Nov is Sat 26 Dec, not a working day; 28 Dec is a \
             bank holiday"
        );
    }

    #[test]
    fn a_month_from_the_31st_ends_on_the_last_day_also_in_a_leap_year() {
        let day = |from| {
            calendar_month_deadline(at(from), 1)
                .unwrap()
                .day()
                .to_string()
        };
        assert_eq!(
            day("2027-01-31T10:00"),
            "2027-03-01",
            "28 Feb 2027 is a Sunday"
        );
        assert_eq!(day("2028-01-31T23:59"), "2028-02-29");
        assert_eq!(day("2028-02-29T10:00"), "2028-03-29");
        let plain = calendar_month_deadline(at("2026-06-10T10:00"), 3).unwrap();
        assert_eq!(plain.reason, "three calendar months from Wed 10 Jun");
    }
}

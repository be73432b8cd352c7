//! Bank holidays of England and Wales, substitute days included, as a data file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use lanyard_events::Day;
use serde::Deserialize;

use super::ClockError;

const FILE: &str = include_str!("bank_holidays.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BankHolidays {
    /// Where the days come from; for whoever reads the file.
    #[serde(rename = "source")]
    _source: String,
    years: BTreeMap<i16, BTreeSet<Day>>,
}

static BANK_HOLIDAYS: LazyLock<BankHolidays> =
    LazyLock::new(|| serde_json::from_str(FILE).expect("a test reads the file built in"));

/// Whether a day is a bank holiday.
///
/// # Errors
/// When the file has no days for the year: then nobody knows.
pub(super) fn contains(date: Date) -> Result<bool, ClockError> {
    let year = date.year();
    match BANK_HOLIDAYS.years.get(&year) {
        Some(days) => Ok(days.contains(&Day::new(date))),
        None => Err(ClockError::YearMissing { year }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use jiff::ToSpan;
    use jiff::civil::{Weekday, date};

    use super::*;

    /// Easter Sunday by the anonymous Gregorian reckoning (Meeus, Jones and Butcher).
    fn easter(year: i16) -> Date {
        let y = i32::from(year);
        let (a, b, c) = (y % 19, y / 100, y % 100);
        let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
        let g = (b - f + 1) / 3;
        let h = (19 * a + b - d - g + 15) % 30;
        let (i, k) = (c / 4, c % 4);
        let l = (32 + 2 * e + 2 * i - h - k) % 7;
        let m = (a + 11 * h + 22 * l) / 451;
        let n = h + l - 7 * m + 114;
        date(
            year,
            i8::try_from(n / 31).unwrap(),
            i8::try_from(n % 31 + 1).unwrap(),
        )
    }

    /// The weekday that stands in for a holiday at a weekend.
    fn substitute(mut day: Date, taken: &BTreeSet<Day>) -> Date {
        while !super::super::london::is_weekday(day) || taken.contains(&Day::new(day)) {
            day = day.tomorrow().unwrap();
        }
        day
    }

    /// What the Banking and Financial Dealings Act 1971 and custom give, without the file.
    fn by_the_rules(year: i16) -> BTreeSet<Day> {
        let mut days = BTreeSet::new();
        let first_monday = |month| {
            date(year, month, 1)
                .first_of_month()
                .nth_weekday_of_month(1, Weekday::Monday)
                .unwrap()
        };
        let last_monday = |month| {
            date(year, month, 1)
                .nth_weekday_of_month(-1, Weekday::Monday)
                .unwrap()
        };
        for day in [
            easter(year) - 2.days(),
            easter(year) + 1.day(),
            first_monday(5),
            last_monday(5),
            last_monday(8),
        ] {
            days.insert(Day::new(day));
        }
        for (month, day) in [(1, 1), (12, 25), (12, 26)] {
            let day = substitute(date(year, month, day), &days);
            days.insert(Day::new(day));
        }
        days
    }

    #[test]
    fn the_file_has_the_days_that_the_rules_give() {
        let years: Vec<_> = BANK_HOLIDAYS.years.keys().copied().collect();
        assert_eq!(years, [2026, 2027, 2028]);
        for year in years {
            assert_eq!(BANK_HOLIDAYS.years[&year], by_the_rules(year), "{year}");
        }
    }

    #[test]
    fn a_year_that_will_be_wanted_and_is_not_in_the_file_is_known_a_year_before() {
        let ahead = |moment: &str| super::super::can_count_ahead(moment.parse().unwrap());
        assert_eq!(ahead("2026-11-10T14:05:00Z"), Ok(()));
        assert_eq!(ahead("2027-12-16T12:00:00Z"), Ok(()));
        let missing = Err(ClockError::YearMissing { year: 2029 });
        assert_eq!(ahead("2027-12-18T12:00:00Z"), missing);
        assert_eq!(ahead("2029-03-01T12:00:00Z"), missing);
    }

    #[test]
    fn a_year_that_is_not_in_the_file_is_an_error() {
        assert_eq!(
            contains(date(2029, 3, 1)),
            Err(ClockError::YearMissing { year: 2029 })
        );
        assert_eq!(
            contains(date(2025, 12, 31)),
            Err(ClockError::YearMissing { year: 2025 })
        );
    }
}

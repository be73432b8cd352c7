//! The words in which a reckoning is shown: "Thu 24 Dec, 16:10", "25 and 28 Dec are bank holidays".

use std::borrow::Cow;
use std::fmt::Write;

use jiff::civil::{Date, Time};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const NUMBERS: [&str; 11] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// `16:10`.
pub(super) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `Thu 24 Dec`.
pub(super) fn day(date: Date) -> String {
    let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    format!("{} {} {}", WEEKDAYS[weekday], date.day(), month(date))
}

fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

/// `one working day`, `five school days`, `72 hours`.
pub(super) fn count(number: u32, singular: &str) -> String {
    let word = usize::try_from(number)
        .ok()
        .and_then(|n| NUMBERS.get(n))
        .map_or_else(
            || Cow::Owned(number.to_string()),
            |word| Cow::Borrowed(*word),
        );
    let plural = if number == 1 { "" } else { "s" };
    format!("{word} {singular}{plural}")
}

/// `; 25 and 28 Dec are bank holidays`, `; 7 Dec is an INSET or closure day`; nothing for no day.
pub(super) fn besides(days: &[Date], one: &str, several: &str) -> String {
    let mut text = String::new();
    let Some(last) = days.last() else {
        return text;
    };
    for (i, date) in days.iter().enumerate() {
        let lead = match i {
            0 => "; ",
            _ if date == last => " and ",
            _ => ", ",
        };
        let _ = write!(text, "{lead}{}", date.day());
        // A month is named once for the days before its next one.
        if days
            .get(i + 1)
            .is_none_or(|next| next.month() != date.month())
        {
            let _ = write!(text, " {}", month(*date));
        }
    }
    text.push_str(if days.len() == 1 { one } else { several });
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn days_times_and_numbers_read_as_people_write_them() {
        assert_eq!(day(date(2026, 12, 24)), "Thu 24 Dec");
        assert_eq!(day(date(2028, 2, 29)), "Tue 29 Feb");
        assert_eq!(clock(time(9, 5, 59, 0)), "09:05");
        assert_eq!(count(1, "working day"), "one working day");
        assert_eq!(count(72, "hour"), "72 hours");
    }

    #[test]
    fn a_month_is_named_once() {
        let days = [date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)];
        let besides = |days: &[Date]| besides(days, " is one", " are some");
        assert_eq!(besides(&days), "; 25, 28 Dec and 1 Jan are some");
        assert_eq!(besides(&days[..2]), "; 25 and 28 Dec are some");
        assert_eq!(besides(&days[2..]), "; 1 Jan is one");
        assert_eq!(besides(&[]), "");
    }
}

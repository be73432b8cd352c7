//! The table of the times that steps, actions of registers and desks are given (playbooks.md 0), from every
//! awkward moment, reckoned by hand as in the table of clocks.
#![allow(clippy::unwrap_used, reason = "tests")]

use jiff::civil::{Date, date, time};
use jiff::{Timestamp, ToSpan};
use lanyard_events::At;

use super::table::{MOMENTS, at, calendar, close, is_school, is_working, london, nth};
use super::{SchoolCalendar, in_words};
use crate::policy::due::Due;

/// Last school days of the terms of [`calendar`]: half-terms end none (R13).
const TERMS_END: [(i16, i8, i8); 6] = [
    (2026, 12, 18),
    (2027, 3, 24),
    (2027, 7, 21),
    (2027, 12, 17),
    (2028, 3, 31),
    (2028, 7, 20),
];

/// Each time that the shipped files use; `year` (R15) beyond the bank holidays that are known is an error.
const TIMES: [&str; 20] = [
    "now", "today", "1wd", "2wd", "3wd", "5wd", "10wd", "20wd", "1sd", "2sd", "5sd", "10sd",
    "20sd", "14d", "28d", "24h", "72h", "1month", "term", "year",
];

fn months_later(day: Date, months: i32) -> Date {
    let mut end = day.saturating_add(months.months());
    while !is_working(end) {
        end = end.tomorrow().unwrap();
    }
    end
}

fn by_hand(text: &str, from: At) -> Timestamp {
    let moment = from.jiff();
    let local = moment.to_zoned(london());
    let (day, clock) = (local.date(), local.time());
    let (five, end) = (time(17, 0, 0, 0), time(15, 30, 0, 0));
    let days = |unit: &str| -> Option<u32> { text.strip_suffix(unit)?.parse().ok() };
    match text {
        "now" => return moment,
        "today" if is_school(day) && clock < end => return close(day, end),
        "today" => return close(day, five).max(moment + 2.hours()),
        "1month" => return close(months_later(day, 1), five),
        "year" => return close(months_later(day, 12), five),
        "term" => {
            let ends = TERMS_END.map(|(year, month, day)| date(year, month, day));
            let last = ends.into_iter().find(|last| *last >= day).unwrap();
            return close(last, end);
        }
        _ => {}
    }
    if let Some(n) = days("wd") {
        close(nth(day, n, is_working), five)
    } else if let Some(n) = days("sd") {
        close(nth(day, n, is_school), end)
    } else if let Some(n) = days("h") {
        moment + i64::from(n).hours()
    } else {
        close(nth(day, days("d").unwrap(), |_| true), five)
    }
}

#[test]
fn every_time_from_every_awkward_moment_is_what_counting_by_hand_gives() {
    let calendar: SchoolCalendar = calendar();
    for (name, text) in MOMENTS {
        let from = at(text);
        for time in TIMES {
            let found = Due::try_from(time.to_owned())
                .unwrap()
                .deadline(from, &calendar);
            let expected = by_hand(time, from);
            if expected.to_zoned(london()).year() > 2028 {
                assert!(found.is_err(), "{time} from {name}: no bank holidays");
                continue;
            }
            let deadline = found.unwrap().unwrap();
            let expected = At::from_jiff(expected);
            assert_eq!(
                deadline.at,
                expected,
                "{time} from {name}: {} and not {}",
                in_words(deadline.at),
                in_words(expected)
            );
            assert!(!deadline.reason.is_empty());
        }
    }
}

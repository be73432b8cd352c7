//! The table of the times that steps, actions of registers and desks are given (playbooks.md 0), from every
//! awkward moment, reckoned by hand as in the table of clocks.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::{Date, date, time};
use jiff::{Timestamp, ToSpan};
use lanyard_events::At;

use super::rules::Rule;
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
const TIMES: [&str; 23] = [
    "now", "today", "1wd", "2wd", "3wd", "5wd", "10wd", "20wd", "60wd", "1sd", "2sd", "5sd",
    "10sd", "20sd", "14d", "28d", "24h", "72h", "1month", "3month", "24month", "term", "year",
];

/// Times at which no clock ends: the next meeting, the closing, no day at all.
const WITHOUT_CLOCK: [&str; 3] = ["meeting", "closing", "open"];

/// The keys of the shipped files that name a time.
const KEYS: [&str; 6] = [
    "due",
    "or_sooner",
    "chase_after",
    "then_in_writing",
    "answer_due",
    "latest",
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
        "3month" => return close(months_later(day, 3), five),
        "24month" => return close(months_later(day, 24), five),
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

/// The times that a file names.
fn named(file: &Path, times: &mut BTreeSet<String>) {
    let text = std::fs::read_to_string(file).unwrap();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        for key in KEYS {
            let quoted = format!("{key} = \"");
            for (at, _) in line.match_indices(&quoted) {
                let begins = line[..at].ends_with([' ', '{', ',']) || at == 0;
                let value = line[at + quoted.len()..].split('"').next().unwrap();
                if begins {
                    times.insert(value.to_owned());
                }
            }
        }
    }
}

fn in_folder(folder: &Path, times: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            in_folder(&path, times);
        } else {
            named(&path, times);
        }
    }
}

/// What a new file brings is in the table too: a time that no table has reckoned by hand is in none of them.
#[test]
fn every_time_of_every_shipped_file_is_in_the_table() {
    let mut times = BTreeSet::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    in_folder(&data, &mut times);
    assert!(times.len() > TIMES.len(), "{times:?}");
    for time in &times {
        if let Some(rule) = time.strip_prefix("rule:") {
            assert!(Rule::named(rule).is_some(), "{time}");
        } else if WITHOUT_CLOCK.contains(&time.as_str()) {
            let due = Due::try_from(time.clone()).unwrap();
            let none = due.deadline(at("2026-11-10T14:05"), &calendar());
            assert_eq!(none.unwrap(), None, "{time}");
        } else {
            let is_field = time.starts_with("field:");
            assert!(is_field || TIMES.contains(&time.as_str()), "{time}");
        }
    }
    for time in TIMES {
        assert!(times.contains(time), "no file uses {time}");
    }
}

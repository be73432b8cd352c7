//! The table of clocks: every rule from every awkward moment, against a reckoning that shares nothing
//! with ours but the calendar: it walks the minutes and days one by one.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use lanyard_events::academy::Term;
use lanyard_events::{At, Day};

use super::rules::{Rule, deadline};
use super::{SchoolCalendar, in_words, london_day};
use crate::policy::Rules;

/// Moments by what makes them awkward, in London.
pub(super) const MOMENTS: &[(&str, &str)] = &[
    ("a plain school day", "2026-11-10T14:05"),
    ("just before the end of school", "2026-11-10T15:29"),
    ("the end of school itself", "2026-11-10T15:30"),
    ("the last minute of a day", "2026-11-10T23:59"),
    ("midnight", "2026-11-11T00:00"),
    ("Friday evening", "2026-11-13T18:00"),
    ("a Saturday", "2026-11-14T10:00"),
    ("a Sunday night", "2026-11-15T23:59"),
    ("Christmas Eve", "2026-12-24T16:10"),
    ("Christmas Day", "2026-12-25T08:00"),
    ("the Monday in lieu of Boxing Day", "2026-12-28T12:00"),
    ("New Year's Eve", "2026-12-31T09:00"),
    ("Maundy Thursday", "2027-03-25T15:00"),
    ("Easter Monday", "2027-03-29T11:00"),
    ("half-term", "2027-02-16T13:00"),
    ("the day before half-term", "2027-02-12T14:00"),
    ("May bank holiday", "2027-05-03T09:00"),
    ("hours before the clocks go back", "2026-10-24T16:00"),
    ("the hour that comes twice", "2026-10-25T00:30"),
    ("hours before the clocks go forward", "2027-03-27T20:00"),
    ("just before the hour that is left out", "2027-03-28T00:59"),
    (
        "the last Friday before the clocks go back",
        "2026-10-23T16:00",
    ),
    ("the eve of a leap day", "2028-02-28T16:00"),
    ("a leap day", "2028-02-29T10:00"),
    ("the last day of a long month", "2027-01-31T12:00"),
    ("an INSET day", "2026-12-07T10:00"),
    ("the last school day of a term", "2026-12-18T09:00"),
    ("the last minute before Christmas Day", "2026-12-24T23:59"),
    ("Good Friday", "2027-03-26T09:00"),
    ("the last minute of Easter Sunday", "2027-03-28T23:59"),
    ("the last minute of a half-term", "2027-02-19T23:59"),
    (
        "the last minute before the clocks go back",
        "2026-10-24T23:59",
    ),
    ("the last minute of a leap day", "2028-02-29T23:59"),
    ("the summer holidays", "2027-08-10T10:00"),
    ("the August bank holiday", "2027-08-30T10:00"),
];

pub(super) fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap()
}

pub(super) fn at(text: &str) -> At {
    let local: DateTime = text.parse().unwrap();
    At::from_jiff(local.to_zoned(london()).unwrap().timestamp())
}

fn terms() -> Vec<Term> {
    let term = |first: &str, last: &str| Term {
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
    };
    vec![
        term("2026-09-02", "2026-10-23"),
        term("2026-11-02", "2026-12-18"),
        term("2027-01-04", "2027-02-12"),
        term("2027-02-22", "2027-03-24"),
        term("2027-04-12", "2027-05-28"),
        term("2027-06-07", "2027-07-21"),
        term("2027-09-02", "2027-12-17"),
        term("2028-01-04", "2028-02-11"),
        term("2028-02-21", "2028-03-31"),
        term("2028-04-18", "2028-07-20"),
    ]
}

fn inset() -> BTreeSet<Date> {
    [date(2026, 12, 7), date(2027, 1, 4)].into()
}

pub(super) fn calendar() -> SchoolCalendar {
    let closed = inset().into_iter().map(Day::new).collect();
    SchoolCalendar::new("15:30", terms(), closed).unwrap()
}

/// Bank holidays of England and Wales as gov.uk lists them, typed a second time.
fn is_bank_holiday(day: Date) -> bool {
    [
        (2026, 8, 31),
        (2026, 12, 25),
        (2026, 12, 28),
        (2027, 1, 1),
        (2027, 3, 26),
        (2027, 3, 29),
        (2027, 5, 3),
        (2027, 5, 31),
        (2027, 8, 30),
        (2027, 12, 27),
        (2027, 12, 28),
        (2028, 1, 3),
        (2028, 4, 14),
        (2028, 4, 17),
        (2028, 5, 1),
        (2028, 5, 29),
        (2028, 8, 28),
        (2028, 12, 25),
        (2028, 12, 26),
    ]
    .contains(&(day.year(), day.month(), day.day()))
}

fn is_weekend(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() > 4
}

pub(super) fn is_working(day: Date) -> bool {
    !is_weekend(day) && !is_bank_holiday(day)
}

pub(super) fn is_school(day: Date) -> bool {
    let in_term =
        { terms().into_iter() }.any(|term| term.first.date() <= day && day <= term.last.date());
    in_term && is_working(day) && !inset().contains(&day)
}

pub(super) fn close(day: Date, at: Time) -> Timestamp {
    day.to_datetime(at).to_zoned(london()).unwrap().timestamp()
}

/// The n-th day after, counting only those that `counts`.
pub(super) fn nth(mut day: Date, n: u32, counts: fn(Date) -> bool) -> Date {
    let mut left = n;
    while left > 0 {
        day = day.tomorrow().unwrap();
        left -= u32::from(counts(day));
    }
    day
}

/// By the words of domain.md 3, step by step.
fn by_hand(rule: Rule, from: At) -> Timestamp {
    let moment = from.jiff();
    let local = moment.to_zoned(london());
    let (day, clock) = (local.date(), local.time());
    let five = time(17, 0, 0, 0);
    let end = time(15, 30, 0, 0);
    match rule {
        Rule::R1 | Rule::R8 | Rule::R9 => {
            if is_school(day) && clock < end {
                close(day, end)
            } else {
                close(day, five).max(moment + 2.hours())
            }
        }
        Rule::R3 | Rule::R4Answer | Rule::R5 => close(nth(day, 1, is_working), five),
        Rule::R3In24Hours | Rule::R4InWriting => moment + 24.hours(),
        Rule::R10 => moment + 72.hours(),
        Rule::R11 | Rule::R11Complex => {
            let months = if rule == Rule::R11 { 1 } else { 3 };
            // The same day of the month, or its last where there is none.
            let (mut year, mut month) = (day.year(), day.month());
            for _ in 0..months {
                (year, month) = if month == 12 {
                    (year + 1, 1)
                } else {
                    (year, month + 1)
                };
            }
            let last = date(year, month, 1).last_of_month();
            let mut end = date(year, month, day.day().min(last.day()));
            while !is_working(end) {
                end = end.tomorrow().unwrap();
            }
            close(end, five)
        }
        Rule::R12 => close(nth(day, 5, is_school), end),
        Rule::R20 => close(nth(day, 20, is_school), end).min(close(nth(day, 60, is_working), five)),
    }
}

#[test]
fn every_rule_from_every_awkward_moment_is_what_counting_by_hand_gives() {
    for (name, text) in MOMENTS {
        for rule in Rule::ALL {
            let from = at(text);
            let deadline = rule.deadline(from, &calendar()).unwrap().unwrap();
            let expected = At::from_jiff(by_hand(*rule, from));
            assert_eq!(
                deadline.at,
                expected,
                "{rule:?} from {name}: {} and not {}",
                in_words(deadline.at),
                in_words(expected)
            );
            assert!(!deadline.reason.is_empty());
        }
    }
}

/// The values that domain.md 3 holds the code to.
#[test]
fn the_values_of_the_domain_hold() {
    for (rule, from, due) in [
        (Rule::R3, "2026-12-24T16:10", "2026-12-29T17:00"),
        (Rule::R3, "2026-12-31T09:00", "2027-01-04T17:00"),
        (Rule::R3In24Hours, "2026-12-24T16:10", "2026-12-25T16:10"),
        (Rule::R11, "2026-11-26T09:00", "2026-12-29T17:00"),
        (Rule::R10, "2026-10-23T16:00", "2026-10-26T15:00"),
        (Rule::R4Answer, "2026-12-21T21:40", "2026-12-22T17:00"),
        // R12 in the holidays: the first five days of the next term.
        (Rule::R12, "2027-08-10T10:00", "2027-09-08T15:30"),
    ] {
        let deadline = rule.deadline(at(from), &calendar()).unwrap().unwrap();
        assert_eq!(deadline.at, at(due), "{rule:?}: {}", deadline.reason);
    }
}

#[test]
fn a_year_without_bank_holidays_or_terms_is_an_error_and_never_a_guess() {
    let beyond = at("2029-06-01T10:00");
    for rule in [Rule::R3, Rule::R5, Rule::R11, Rule::R20] {
        assert!(rule.deadline(beyond, &calendar()).is_err(), "{rule:?}");
    }
    let without = SchoolCalendar::new("15:30", Vec::new(), Vec::new()).unwrap();
    assert!(
        Rule::R12
            .deadline(at("2026-11-10T14:05"), &without)
            .is_err()
    );
    // Freedom of information is then 60 working days, which is known.
    assert!(Rule::R20.deadline(at("2026-11-10T14:05"), &without).is_ok());
}

/// A period begins at midnight in London, and not a minute before, however the clocks stand.
#[test]
fn a_clock_is_reckoned_by_the_row_of_the_london_day_on_which_it_begins() {
    for (before, after) in [
        ("2026-10-24T23:59", "2026-10-25T00:01"),
        ("2027-03-27T23:59", "2027-03-28T00:01"),
        ("2026-12-31T23:59", "2027-01-01T00:01"),
        ("2028-02-28T23:59", "2028-02-29T00:01"),
        ("2027-06-30T23:59", "2027-07-01T00:01"),
    ] {
        let rules = Rules::changing_on(Rule::R3, "24h", london_day(at(after)));
        let reckoned = |from: &str| {
            let period = rules.on(Rule::R3, london_day(at(from)));
            deadline(period, at(from), &calendar()).unwrap().unwrap().at
        };
        let by_hand = |rule: Rule, from: &str| At::from_jiff(by_hand(rule, at(from)));
        assert_eq!(reckoned(before), by_hand(Rule::R3, before), "{before}");
        assert_eq!(
            reckoned(after),
            by_hand(Rule::R3In24Hours, after),
            "{after}"
        );
    }
}

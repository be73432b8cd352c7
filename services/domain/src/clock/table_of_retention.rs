//! The table of review days (R17), each reckoned by hand, and held against walking the years one by one.
#![allow(clippy::unwrap_used, reason = "tests")]

use jiff::civil::{Date, date};
use lanyard_events::Day;
use lanyard_events::allegation::AllegationOutcome;
use proptest::prelude::*;

use super::retention::{Circumstances, Kept, Review, leaves_personnel_file};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn on(kept: Kept, besides: Circumstances) -> (String, String) {
    match kept.review(besides).unwrap() {
        Review::On { day, reason } => (day.to_string(), reason),
        Review::Waits { reason } => ("waits".to_owned(), reason.to_owned()),
    }
}

const PLAIN: Circumstances = Circumstances {
    abuse_on: None,
    held: false,
};

fn child(born: &str) -> Kept {
    Kept::ChildProtectionFile { born: day(born) }
}

fn allegation(settled: &str, born: Option<&str>) -> Kept {
    Kept::Allegation {
        settled: day(settled),
        born: born.map(day),
    }
}

#[test]
fn every_review_day_is_the_one_reckoned_by_hand() {
    for (kept, reviewed, why) in [
        // S27: the 25th birthday; one on 29 February is kept on 1 March.
        (child("2014-05-17"), "2039-05-17", "25th birthday"),
        (child("2016-02-29"), "2041-03-01", "25th birthday"),
        (child("2015-12-31"), "2040-12-31", "25th birthday"),
        // 1975 + 67 = 2042; ten years would be 2036.
        (
            allegation("2026-11-10", Some("1975-06-01")),
            "2042-06-01",
            "pension age of 67",
        ),
        // The last day before the later pension age, and the first of it.
        (
            allegation("2026-11-10", Some("1977-04-05")),
            "2044-04-05",
            "pension age of 67",
        ),
        (
            allegation("2026-11-10", Some("1977-04-06")),
            "2045-04-06",
            "pension age of 68",
        ),
        // Ten years are longer for somebody near their pension.
        (
            allegation("2026-11-10", Some("1962-01-15")),
            "2036-11-10",
            "10 years",
        ),
        (
            allegation("2028-02-29", Some("1960-01-15")),
            "2038-03-01",
            "10 years",
        ),
        (
            allegation("2026-11-10", Some("1968-02-29")),
            "2036-11-10",
            "10 years",
        ),
        (
            allegation("2026-11-10", Some("1972-02-29")),
            "2039-03-01",
            "pension age of 67",
        ),
        // Nobody knows how old: eighteen, so 2008 + 68.
        (
            allegation("2026-11-10", None),
            "2076-11-10",
            "taken to be 18",
        ),
        (
            Kept::LowLevel { left: None },
            "waits",
            "until the adult leaves",
        ),
        (
            Kept::LowLevel {
                left: Some(day("2027-08-31")),
            },
            "2027-08-31",
            "left",
        ),
    ] {
        let (on, reason) = on(kept, PLAIN);
        assert_eq!(on, reviewed, "{kept:?}");
        assert!(reason.contains(why), "{reason}");
    }
    let (_, reason) = on(child("2016-02-29"), PLAIN);
    assert_eq!(reason, "the child's 25th birthday: Fri 1 Mar 2041");
}

#[test]
fn seventy_five_years_where_the_trust_has_chosen_them_and_they_are_longer() {
    let chosen = |text| Circumstances {
        abuse_on: Some(day(text)),
        held: false,
    };
    let (reviewed, reason) = on(child("2014-05-17"), chosen("2026-11-10"));
    assert_eq!(reviewed, "2101-11-10");
    assert!(reason.contains("75 years"), "{reason}");
    assert_eq!(
        on(child("2014-05-17"), chosen("2024-02-29")).0,
        "2099-03-01"
    );
    // Long ago: the birthday is later.
    assert_eq!(
        on(child("2014-05-17"), chosen("1960-01-01")).0,
        "2039-05-17"
    );
}

#[test]
fn a_legal_hold_overrides_all() {
    let held = Circumstances {
        abuse_on: Some(day("2026-11-10")),
        held: true,
    };
    for kept in [
        child("1990-01-01"),
        allegation("2000-01-01", Some("1940-01-01")),
        Kept::LowLevel {
            left: Some(day("2001-01-01")),
        },
    ] {
        assert_eq!(on(kept, held).0, "waits", "{kept:?}");
    }
}

#[test]
fn only_what_was_malicious_or_false_leaves_the_personnel_file_unless_it_is_wanted_there() {
    use AllegationOutcome::{False, Malicious, Substantiated, Unfounded, Unsubstantiated};
    for outcome in [Malicious, False] {
        assert!(leaves_personnel_file(outcome, false));
        assert!(!leaves_personnel_file(outcome, true));
    }
    for outcome in [Substantiated, Unsubstantiated, Unfounded] {
        assert!(!leaves_personnel_file(outcome, false), "{outcome:?}");
    }
}

/// The same day of a later year, found by asking of each day from there whether it exists.
fn walked(born: Date, years: i16) -> Date {
    let (mut month, mut of_month) = (born.month(), born.day());
    loop {
        if let Ok(found) = Date::new(born.year() + years, month, of_month) {
            return found;
        }
        if of_month < 31 {
            of_month += 1;
        } else {
            (month, of_month) = (month + 1, 1);
        }
    }
}

proptest! {
    #[test]
    fn a_birthday_is_the_day_itself_or_the_first_after_it(year in 1940_i16..2030, days in 0_i64..366) {
        let born = date(year, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let (reviewed, _) = on(Kept::ChildProtectionFile { born: Day::new(born) }, PLAIN);
        prop_assert_eq!(reviewed, walked(born, 25).to_string());
    }
}

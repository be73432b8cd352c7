//! One file per command, and what all details must fulfil.

pub(super) mod change_details;
pub(super) mod contacts;
pub(super) mod court_orders;
pub(super) mod designations;
pub(super) mod do_not_contact;
pub(super) mod leave;
pub(super) mod receive_file;
pub(super) mod register;

use lanyard_events::At;

use super::command::Details;
use crate::clock::london_day;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, NAME_MAX_CHARS};
use crate::upn::Upn;

/// Nurseries of schools take children from two.
const YOUNGEST_YEARS: i16 = 2;
/// Special schools and plans (EHCP) end with the 25th year of life completed.
const OLDEST_YEARS: i16 = 25;
/// National curriculum years: nursery to the last year of a special school's sixth form.
const YEAR_GROUPS: std::ops::RangeInclusive<i8> = -1..=14;

fn check_details(details: &Details, at: At) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    if let Some(upn) = &details.upn
        && let Err(error) = Upn::parse(upn.expose())
    {
        checks.fail(Code::BadUpn, "/upn", sentence(&error.to_string()));
    }
    checks.text("/surname", details.surname.expose(), NAME_MAX_CHARS);
    checks.text("/forename", details.forename.expose(), NAME_MAX_CHARS);
    let preferred = details.preferred_forename.as_ref();
    checks.optional("/preferred_forename", preferred, NAME_MAX_CHARS);
    if !(YOUNGEST_YEARS..=OLDEST_YEARS).contains(&age_years(details, at)) {
        checks.fail(
            Code::DateOfBirthImplausible,
            "/date_of_birth",
            "A pupil is between 2 and 25 years old.",
        );
    }
    if !YEAR_GROUPS.contains(&details.year_group) {
        checks.fail(
            Code::BadYearGroup,
            "/year_group",
            "A year group is -1 (nursery), 0 (reception) or 1 to 14.",
        );
    }
    checks.label("/mis_id", details.mis_id.as_ref());
    checks.done()
}

/// Whole years at the day of `at`; somebody born on 29 February is a year older on 1 March.
fn age_years(details: &Details, at: At) -> i16 {
    let (born, today) = (details.date_of_birth.date(), london_day(at).date());
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

/// An error's text as a sentence of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

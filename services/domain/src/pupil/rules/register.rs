//! Putting a pupil on the roster.

use lanyard_events::At;
use lanyard_events::pupil::{PupilEvent, PupilRegistered};

use super::check_details;
use crate::pupil::command::Register;
use crate::pupil::state::State;
use crate::refusal::{Code, Refusal};

pub(in crate::pupil) fn decide(
    state: &State,
    register: Register,
    at: At,
) -> Result<Vec<PupilEvent>, Refusal> {
    if *state != State::Absent {
        return match state.details() {
            Some(details) if *details == register.details => Ok(Vec::new()),
            Some(_) | None => Err(Refusal::new(
                Code::AlreadyExists,
                "A pupil with this id is registered already: change the details instead.",
            )),
        };
    }
    check_details(&register.details, at)?;
    let details = register.details;
    let registered = PupilRegistered {
        upn: details.upn,
        surname: details.surname,
        forename: details.forename,
        preferred_forename: details.preferred_forename,
        date_of_birth: details.date_of_birth,
        year_group: details.year_group,
        mis_id: details.mis_id,
    };
    Ok(vec![registered.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::pupil::Pupil;
    use crate::pupil::samples::{details, registered};
    use crate::scenario::{given, words};

    fn register(change: impl FnOnce(&mut crate::pupil::Details)) -> Register {
        let mut details = details();
        change(&mut details);
        Register { details }
    }

    fn refused(change: impl FnOnce(&mut crate::pupil::Details), code: Code, pointer: &str) {
        let refusal = given::<Pupil>([]).when(register(change)).then_refused(code);
        assert_eq!(refusal.pointer(), Some(pointer));
    }

    #[test]
    fn a_pupil_comes_on_the_roster_once() {
        given::<Pupil>([])
            .when(register(|_| ()))
            .then([registered()])
            .when(register(|_| ()))
            .then_already_so();
    }

    #[test]
    fn somebody_else_of_the_same_id_is_refused() {
        let other = register(|d| d.year_group = 9);
        given::<Pupil>([registered()])
            .when(other.clone())
            .then_refused(Code::AlreadyExists);
        given::<Pupil>([])
            .then_erased()
            .when(other)
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn a_upn_is_checked_and_may_be_absent_or_temporary() {
        refused(
            |d| d.upn = Some(words("A919400125001")),
            Code::BadUpn,
            "/upn",
        );
        refused(|d| d.upn = Some(words("F919")), Code::BadUpn, "/upn");
        let letter = crate::upn::check_letter("91940012500B").unwrap();
        for upn in [None, Some(words(&format!("{letter}91940012500B")))] {
            given::<Pupil>([])
                .when(register(|d| d.upn = upn))
                .then_events();
        }
    }

    #[test]
    fn names_have_one_to_a_hundred_characters() {
        refused(|d| d.surname = words(" "), Code::TextBlank, "/surname");
        refused(|d| d.forename = words(""), Code::TextBlank, "/forename");
        refused(
            |d| d.preferred_forename = Some(words(&"é".repeat(101))),
            Code::TextTooLong,
            "/preferred_forename",
        );
        given::<Pupil>([])
            .when(register(|d| d.surname = words(&"é".repeat(100))))
            .then_events();
    }

    #[test]
    fn a_pupil_is_two_to_twenty_five() {
        let born = |day: &str| {
            let day = day.parse().unwrap();
            register(move |d| d.date_of_birth = day)
        };
        for day in ["2024-11-10", "2000-11-11"] {
            given::<Pupil>([]).when(born(day)).then_events();
        }
        for day in ["2024-11-11", "2000-11-10", "2027-01-01"] {
            given::<Pupil>([])
                .when(born(day))
                .then_refused(Code::DateOfBirthImplausible);
        }
        // Born on a leap day: two years old on 1 March 2026, not on 28 February.
        let leap = |at: &str| given::<Pupil>([]).when_at(born("2024-02-29"), at.parse().unwrap());
        leap("2026-02-28T12:00:00Z").then_refused(Code::DateOfBirthImplausible);
        leap("2026-03-01T12:00:00Z").then_events();
    }

    #[test]
    fn year_groups_run_from_nursery_to_fourteen() {
        for year in [-1, 0, 14] {
            given::<Pupil>([])
                .when(register(|d| d.year_group = year))
                .then_events();
        }
        refused(|d| d.year_group = -2, Code::BadYearGroup, "/year_group");
        refused(|d| d.year_group = 15, Code::BadYearGroup, "/year_group");
    }
}

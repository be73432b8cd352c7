//! Setting the term dates, from which school days are counted (domain.md 3).

use lanyard_events::Day;
use lanyard_events::academy::{AcademyCalendarSet, AcademyEvent, Term};

use crate::academy::command::SetCalendar;
use crate::academy::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::Checks;

/// Ten years of six half-terms.
const TERMS_MAX: usize = 60;
/// Ten years of INSET days and closures.
const CLOSED_MAX: usize = 400;

pub(in crate::academy) fn decide(
    state: &State,
    set: SetCalendar,
) -> Result<Vec<AcademyEvent>, Refusal> {
    let profile = state.open()?;
    let calendar = AcademyCalendarSet {
        terms: set.terms,
        closed: set.closed,
    };
    if profile.calendar.as_ref() == Some(&calendar) {
        return Ok(Vec::new());
    }
    let mut checks = Checks::default();
    check_terms(&mut checks, &calendar.terms);
    check_closed(&mut checks, &calendar);
    checks.done()?;
    Ok(vec![calendar.into()])
}

fn check_terms(checks: &mut Checks, terms: &[Term]) {
    checks.count("/terms", terms.len(), TERMS_MAX);
    if terms.is_empty() {
        checks.fail(Code::NoTerms, "/terms", "Give one term at least.");
    }
    let mut before: Option<Day> = None;
    for (i, term) in terms.iter().enumerate() {
        if term.last < term.first {
            checks.fail(
                Code::TermEndsBeforeItBegins,
                format_args!("/terms/{i}"),
                "This term ends before it begins.",
            );
        }
        if before.is_some_and(|last| term.first <= last) {
            checks.fail(
                Code::TermsOutOfOrder,
                format_args!("/terms/{i}"),
                "This term has to begin after the one before has ended.",
            );
        }
        before = before.max(Some(term.last));
    }
}

fn check_closed(checks: &mut Checks, calendar: &AcademyCalendarSet) {
    checks.count("/closed", calendar.closed.len(), CLOSED_MAX);
    let mut before: Option<Day> = None;
    for (i, day) in calendar.closed.iter().enumerate() {
        let in_term = |term: &Term| term.first <= *day && *day <= term.last;
        if !calendar.terms.iter().any(in_term) {
            checks.fail(
                Code::ClosedDayOutsideTerms,
                format_args!("/closed/{i}"),
                "This day lies outside the terms.",
            );
        }
        if before.is_some_and(|before| *day <= before) {
            checks.fail(
                Code::ClosedDaysOutOfOrder,
                format_args!("/closed/{i}"),
                "Closed days stand in order, each once.",
            );
        }
        before = Some(*day);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::academy::Academy;
    use crate::academy::samples::opened;
    use crate::clock::end_of_school_day;
    use crate::scenario::{given, now};

    fn set(terms: &[(&str, &str)], closed: &[&str]) -> SetCalendar {
        SetCalendar {
            terms: terms
                .iter()
                .map(|(first, last)| Term {
                    first: first.parse().unwrap(),
                    last: last.parse().unwrap(),
                })
                .collect(),
            closed: closed.iter().map(|day| day.parse().unwrap()).collect(),
        }
    }

    const AUTUMN: &[(&str, &str)] = &[("2026-09-02", "2026-10-23"), ("2026-11-02", "2026-12-18")];

    #[test]
    fn a_calendar_is_set_and_the_same_again_changes_nothing() {
        let calendar = set(AUTUMN, &["2026-09-02", "2026-11-10"]);
        let expected = AcademyCalendarSet {
            terms: calendar.terms.clone(),
            closed: calendar.closed.clone(),
        };
        given::<Academy>([opened()])
            .when(calendar.clone())
            .then([expected.into()])
            .when(calendar)
            .then_already_so();
    }

    #[test]
    fn a_later_calendar_replaces_it_and_the_clock_follows() {
        let reason_after = |calendars: &[SetCalendar]| {
            let mut events = vec![opened()];
            for calendar in calendars {
                let set = given::<Academy>(events.clone())
                    .when(calendar.clone())
                    .then_events();
                events.extend(set);
            }
            let state = events
                .iter()
                .try_fold(State::Absent, |state, event| state.evolve(event))
                .unwrap();
            let calendar = state.profile().unwrap().school_calendar().unwrap();
            end_of_school_day(now(), &calendar).reason
        };
        let open = "today 15:30, end of the school day (R1)";
        let shut = "today 17:00, raised on a day without school (R1)";
        assert_eq!(reason_after(&[]), open);
        assert_eq!(reason_after(&[set(AUTUMN, &[])]), open);
        assert_eq!(
            reason_after(&[set(AUTUMN, &[]), set(AUTUMN, &["2026-11-10"])]),
            shut
        );
    }

    #[test]
    fn each_fault_is_refused_where_it_is() {
        for (calendar, code, pointer) in [
            (set(&[], &[]), Code::NoTerms, "/terms"),
            (
                set(&[("2026-12-18", "2026-11-02")], &[]),
                Code::TermEndsBeforeItBegins,
                "/terms/0",
            ),
            (
                set(&[AUTUMN[1], AUTUMN[0]], &[]),
                Code::TermsOutOfOrder,
                "/terms/1",
            ),
            (
                set(&[AUTUMN[0], ("2026-10-23", "2026-12-18")], &[]),
                Code::TermsOutOfOrder,
                "/terms/1",
            ),
            (
                set(AUTUMN, &["2026-11-02", "2026-10-26"]),
                Code::ClosedDayOutsideTerms,
                "/closed/1",
            ),
            (
                set(AUTUMN, &["2026-11-02", "2026-11-02"]),
                Code::ClosedDaysOutOfOrder,
                "/closed/1",
            ),
            (set(&[AUTUMN[0]; 61], &[]), Code::TooMany, "/terms"),
        ] {
            let refusal = given::<Academy>([opened()])
                .when(calendar)
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some(pointer));
        }
    }

    #[test]
    fn there_has_to_be_a_readable_academy() {
        given::<Academy>([])
            .when(set(AUTUMN, &[]))
            .then_refused(Code::Absent);
        given::<Academy>([])
            .then_erased()
            .when(set(AUTUMN, &[]))
            .then_refused(Code::Erased);
    }
}

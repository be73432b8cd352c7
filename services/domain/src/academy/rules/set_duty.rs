//! Putting somebody on duty: a safeguarding lead or deputy of the academy, the head, or the group's lead
//! as cover for absence and holidays (domain.md 1, row DSL). Times may overlap: then both are on duty.

use lanyard_events::At;
use lanyard_events::academy::{AcademyDutySet, AcademyEvent};

use crate::academy::command::SetDuty;
use crate::academy::state::{Duty, State};
use crate::refusal::{Code, Refusal};
use crate::text::Checks;

const DAY_MILLIS: i64 = 24 * 3_600_000;
/// Longer than a year is a slip of the pen, and would hide that nobody keeps the rota.
const LONGEST_MILLIS: i64 = 366 * DAY_MILLIS;
/// A rota says who is on duty, not who was: only what began today may be written down late.
const LATE_MILLIS: i64 = DAY_MILLIS;

pub(in crate::academy) fn decide(
    state: &State,
    set: SetDuty,
    at: At,
) -> Result<Vec<AcademyEvent>, Refusal> {
    let profile = state.open()?;
    let duty = Duty {
        staff: set.staff,
        from: set.from,
        until: set.until,
    };
    match profile.duties.get(&set.duty) {
        Some(before) if *before == duty => return Ok(Vec::new()),
        Some(_) => {
            return Err(Refusal::new(
                Code::AlreadyExists,
                "Another time on duty was set with this id.",
            ));
        }
        None => {}
    }
    let mut checks = Checks::default();
    if !set.can_be_on_duty {
        checks.fail(
            Code::CannotBeOnDuty,
            "/staff",
            "On duty can be a safeguarding lead or deputy of this academy, its head, or the group's \
             safeguarding lead.",
        );
    }
    check_times(&mut checks, &duty, at);
    checks.done()?;
    let set = AcademyDutySet {
        duty: set.duty,
        staff: set.staff,
        from: set.from,
        until: set.until,
    };
    Ok(vec![set.into()])
}

/// What is wrong with its times, at the field that has to change.
fn check_times(checks: &mut Checks, duty: &Duty, at: At) {
    let (code, pointer, detail) = if duty.until <= duty.from {
        let detail = "This must be after the beginning.";
        (Code::EndsBeforeItBegins, "/until", detail)
    } else if duty.until <= at {
        (Code::DutyIsPast, "/until", "This is over already.")
    } else if duty.from.millis() < at.millis() - LATE_MILLIS {
        let detail = "This is more than a day ago: a rota says who is on duty, not who was.";
        (Code::DutyIsPast, "/from", detail)
    } else if duty.until.millis() - duty.from.millis() > LONGEST_MILLIS {
        let detail = "This is more than a year after the beginning.";
        (Code::DutyTooLong, "/until", detail)
    } else {
        return;
    };
    checks.fail(code, pointer, detail);
}

#[cfg(test)]
mod tests {
    use lanyard_events::{DutyId, StaffId};

    use super::*;
    use crate::academy::Academy;
    use crate::academy::samples::opened;
    use crate::scenario::{given, id, now};

    fn hours(from_now: i64) -> At {
        At::from_millis(now().millis() + from_now * 3_600_000)
    }

    fn set(from: i64, until: i64) -> SetDuty {
        SetDuty {
            duty: DutyId::new(id(9)),
            staff: StaffId::new(id(2)),
            can_be_on_duty: true,
            from: hours(from),
            until: hours(until),
        }
    }

    #[test]
    fn somebody_is_put_on_duty_once_and_what_began_today_may_be_written_down_late() {
        let events = given::<Academy>([opened()]).when(set(-6, 24)).then_events();
        given::<Academy>([vec![opened()], events.clone()].concat())
            .when(set(-6, 24))
            .then_already_so();
        given::<Academy>([vec![opened()], events].concat())
            .when(set(-6, 25))
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn times_overlap_and_reach_over_a_year() {
        let first = given::<Academy>([opened()])
            .when(set(0, 24 * 366))
            .then_events();
        let mut second = set(1, 2);
        second.duty = DutyId::new(id(8));
        given::<Academy>([vec![opened()], first].concat())
            .when(second)
            .then_events();
    }

    #[test]
    fn times_that_cannot_be_kept_are_refused_where_they_stand() {
        for ((from, until), code, pointer) in [
            ((2, 2), Code::EndsBeforeItBegins, "/until"),
            ((3, 2), Code::EndsBeforeItBegins, "/until"),
            ((-3, -1), Code::DutyIsPast, "/until"),
            ((-3, 0), Code::DutyIsPast, "/until"),
            ((-25, 1), Code::DutyIsPast, "/from"),
            ((0, 24 * 366 + 1), Code::DutyTooLong, "/until"),
        ] {
            let refusal = given::<Academy>([opened()])
                .when(set(from, until))
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some(pointer), "{from} to {until}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let mut wrong = set(3, 2);
        wrong.can_be_on_duty = false;
        let refusal = given::<Academy>([opened()])
            .when(wrong)
            .then_refused(Code::CannotBeOnDuty);
        let codes: Vec<_> = refusal.faults().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::CannotBeOnDuty, Code::EndsBeforeItBegins]);
    }

    #[test]
    fn there_has_to_be_a_readable_academy() {
        given::<Academy>([])
            .when(set(0, 1))
            .then_refused(Code::Absent);
        given::<Academy>([])
            .then_erased()
            .when(set(0, 1))
            .then_refused(Code::Erased);
    }
}

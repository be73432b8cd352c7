//! Ending a time on duty: at once, or before it has begun. What is over stays as it was.

use lanyard_events::At;
use lanyard_events::academy::{AcademyDutyEnded, AcademyEvent};

use crate::academy::command::EndDuty;
use crate::academy::state::State;
use crate::refusal::{Code, Refusal};

pub(in crate::academy) fn decide(
    state: &State,
    end: EndDuty,
    at: At,
) -> Result<Vec<AcademyEvent>, Refusal> {
    let profile = state.open()?;
    let found = profile.duties.get(&end.duty).ok_or_else(|| {
        Refusal::new(
            Code::NoSuchDuty,
            "The rota of this academy has no such time on duty.",
        )
    })?;
    let at = at.max(found.from);
    if found.until <= at {
        return Ok(Vec::new());
    }
    let duty = end.duty;
    Ok(vec![AcademyDutyEnded { duty, at }.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::academy::AcademyDutySet;
    use lanyard_events::{DutyId, StaffId};

    use super::*;
    use crate::academy::Academy;
    use crate::academy::samples::opened;
    use crate::scenario::{given, id, now};

    fn hours(from_now: i64) -> At {
        At::from_millis(now().millis() + from_now * 3_600_000)
    }

    fn duty(from: i64, until: i64) -> AcademyEvent {
        AcademyDutySet {
            duty: DutyId::new(id(9)),
            staff: StaffId::new(id(2)),
            from: hours(from),
            until: hours(until),
        }
        .into()
    }

    fn end() -> EndDuty {
        EndDuty {
            duty: DutyId::new(id(9)),
        }
    }

    fn ended(from_now: i64) -> AcademyEvent {
        AcademyDutyEnded {
            duty: end().duty,
            at: hours(from_now),
        }
        .into()
    }

    #[test]
    fn it_ends_now_or_never_begins() {
        given::<Academy>([opened(), duty(-1, 5)])
            .when(end())
            .then([ended(0)])
            .when(end())
            .then_already_so();
        given::<Academy>([opened(), duty(2, 5)])
            .when(end())
            .then([ended(2)])
            .when(end())
            .then_already_so();
    }

    #[test]
    fn what_is_over_has_ended_already() {
        given::<Academy>([opened(), duty(-3, -1)])
            .when(end())
            .then_already_so();
    }

    #[test]
    fn what_the_rota_does_not_have_cannot_end() {
        given::<Academy>([opened()])
            .when(end())
            .then_refused(Code::NoSuchDuty);
        given::<Academy>([]).when(end()).then_refused(Code::Absent);
        // What put them on duty was erased: its end still adds up.
        given::<Academy>([opened(), ended(0)])
            .when(end())
            .then_refused(Code::NoSuchDuty);
    }
}

//! They left: access ends that day (domain.md 1 rule 2). It is recorded on the day or after it, so
//! that nobody loses access, or keeps it, by a clock that nobody watches.

use lanyard_events::At;
use lanyard_events::staff::{StaffEnded, StaffEvent};

use crate::clock::london_day;
use crate::refusal::{Code, Refusal};
use crate::staff::command::End;
use crate::staff::state::State;

pub(in crate::staff) fn decide(
    state: &State,
    end: End,
    at: At,
) -> Result<Vec<StaffEvent>, Refusal> {
    if let State::Left(_, ended) = state
        && ended.on == end.on
    {
        return Ok(Vec::new());
    }
    state.employed()?;
    if end.on > london_day(at) {
        return Err(Refusal::of_field(
            Code::LastDayAhead,
            "/on",
            "Record the last day when it has come: access ends with it.",
        ));
    }
    Ok(vec![StaffEnded { on: end.on }.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::Role;

    use super::*;
    use crate::scenario::given;
    use crate::staff::Staff;
    use crate::staff::samples::{at_oakfield, confirmed, ended, proposed, registered};

    fn end(on: &str) -> End {
        End {
            on: on.parse().unwrap(),
        }
    }

    #[test]
    fn they_leave_once_and_hold_no_role_any_more() {
        given::<Staff>([registered()])
            .when(end("2026-11-10"))
            .then([ended()])
            .when(end("2026-11-10"))
            .then_already_so();
        let state = [
            registered(),
            proposed(at_oakfield(Role::Dsl)),
            confirmed(),
            ended(),
        ]
        .iter()
        .try_fold(State::Absent, |state, event| state.evolve(event))
        .unwrap();
        assert_eq!(state.roles().count(), 0);
    }

    #[test]
    fn the_last_day_has_come() {
        given::<Staff>([registered()])
            .when(end("2026-11-09"))
            .then_events();
        given::<Staff>([registered()])
            .when(end("2026-11-11"))
            .then_refused(Code::LastDayAhead);
    }

    #[test]
    fn it_takes_somebody_who_works_here() {
        given::<Staff>([registered(), ended()])
            .when(end("2026-11-09"))
            .then_refused(Code::StaffLeft);
        given::<Staff>([])
            .when(end("2026-11-10"))
            .then_refused(Code::Absent);
        given::<Staff>([])
            .then_erased()
            .when(end("2026-11-10"))
            .then_refused(Code::Erased);
    }
}

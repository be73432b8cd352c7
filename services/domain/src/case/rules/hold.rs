//! Holding a case, open or closed, and lifting the hold (R17).

use lanyard_events::case::{CaseEvent, CaseHeld, CaseHoldLifted};

use crate::case::state::State;
use crate::hold::{self, LiftHold, PlaceHold};
use crate::refusal::{Code, Refusal};

pub(in crate::case) fn place(state: &State, place: PlaceHold) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.record().ok_or_else(|| state.unreadable())?;
    let reason = hold::place(record.held_for.as_ref(), place)?;
    Ok({ reason.into_iter() }
        .map(|reason| CaseHeld { reason }.into())
        .collect())
}

pub(in crate::case) fn lift(state: &State, lift: LiftHold) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.record().ok_or_else(|| state.unreadable())?;
    hold::may_lift(record.held_for.as_ref(), &lift)?;
    if lift.confirmed_by.staff == lift.lifted_by {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            "/confirmed_by",
            "Somebody other than you has to confirm that the hold is lifted.",
        ));
    }
    lift.confirmed_by.check("/confirmed_by")?;
    Ok(vec![
        CaseHoldLifted {
            reason: lift.reason,
            confirmed_by: lift.confirmed_by.staff,
        }
        .into(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{DSL, HEAD, closed, opened, senior, staff_id};
    use crate::scenario::{given, words};

    fn hold(reason: &str) -> PlaceHold {
        PlaceHold {
            reason: words(reason),
        }
    }

    fn held(reason: &str) -> CaseEvent {
        CaseHeld {
            reason: words(reason),
        }
        .into()
    }

    fn lift() -> LiftHold {
        LiftHold {
            reason: words("The claim was withdrawn."),
            lifted_by: staff_id(DSL),
            confirmed_by: senior(HEAD),
        }
    }

    fn lifted() -> CaseEvent {
        CaseHoldLifted {
            reason: words("The claim was withdrawn."),
            confirmed_by: staff_id(HEAD),
        }
        .into()
    }

    #[test]
    fn an_open_case_and_a_closed_one_are_held_and_another_reason_stands_beside_the_first() {
        for history in [vec![opened()], vec![opened(), closed()]] {
            given::<Case>(history)
                .when(hold("A claim may follow."))
                .then([held("A claim may follow.")])
                .when(hold("A claim may follow."))
                .then_already_so();
        }
        given::<Case>([opened(), closed(), held("A claim may follow.")])
            .when(hold("An inquiry has asked."))
            .then([held("An inquiry has asked.")]);
    }

    #[test]
    fn two_people_lift_it_once() {
        for history in [vec![opened()], vec![opened(), closed()]] {
            let history = { history.into_iter() }.chain([held("A claim may follow.")]);
            given::<Case>(history)
                .when(lift())
                .then([lifted()])
                .when(lift())
                .then_refused(Code::NotHeld);
        }
        let mut alone = lift();
        alone.confirmed_by = senior(DSL);
        let mut conflicted = lift();
        conflicted.confirmed_by.is_conflicted = true;
        let mut none = lift();
        none.confirmed_by.is_senior_here = false;
        for (wrong, code) in [
            (alone, Code::SecondPersonNeeded),
            (conflicted, Code::Conflicted),
            (none, Code::NotASenior),
        ] {
            let refusal = given::<Case>([opened(), closed(), held("Why.")])
                .when(wrong)
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some("/confirmed_by"));
        }
    }

    #[test]
    fn both_take_a_reason_and_a_readable_case() {
        given::<Case>([opened()])
            .when(hold(" "))
            .then_refused(Code::TextBlank);
        let mut unreasoned = lift();
        unreasoned.reason = words("");
        given::<Case>([opened(), held("Why.")])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        given::<Case>([])
            .when(hold("Why."))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(lift())
            .then_refused(Code::Erased);
    }
}

//! Holding an adult's matter, open or closed, and lifting the hold (R17).

use lanyard_events::allegation::{AllegationEvent, AllegationHeld, AllegationHoldLifted};

use super::two_persons;
use crate::allegation::state::State;
use crate::hold::{self, LiftHold, PlaceHold};
use crate::refusal::Refusal;

pub(in crate::allegation) fn place(
    state: &State,
    place: PlaceHold,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.record().ok_or_else(|| state.unreadable())?;
    let reason = hold::place(record.held_for.as_ref(), place)?;
    Ok({ reason.into_iter() }
        .map(|reason| AllegationHeld { reason }.into())
        .collect())
}

pub(in crate::allegation) fn lift(
    state: &State,
    lift: LiftHold,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.record().ok_or_else(|| state.unreadable())?;
    hold::may_lift(record.held_for.as_ref(), &lift)?;
    two_persons(lift.lifted_by, &lift.confirmed_by)?;
    Ok(vec![
        AllegationHoldLifted {
            reason: lift.reason,
            confirmed_by: lift.confirmed_by.staff,
        }
        .into(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{HEAD, LEAD, closed, opened, senior, staff_id};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn held() -> AllegationEvent {
        AllegationHeld {
            reason: words("A claim may follow."),
        }
        .into()
    }

    fn lift() -> LiftHold {
        LiftHold {
            reason: words("The claim was withdrawn."),
            lifted_by: staff_id(HEAD),
            confirmed_by: senior(LEAD),
        }
    }

    #[test]
    fn one_person_holds_it_and_two_lift_the_hold() {
        for history in [vec![opened()], vec![opened(), closed()]] {
            given::<Allegation>(history)
                .when(PlaceHold {
                    reason: words("A claim may follow."),
                })
                .then([held()])
                .when(lift())
                .then([AllegationHoldLifted {
                    reason: words("The claim was withdrawn."),
                    confirmed_by: staff_id(LEAD),
                }
                .into()])
                .when(lift())
                .then_refused(Code::NotHeld);
        }
        let mut alone = lift();
        alone.confirmed_by = senior(HEAD);
        given::<Allegation>([opened(), held()])
            .when(alone)
            .then_refused(Code::SecondPersonNeeded);
    }

    #[test]
    fn a_hold_takes_a_reason_and_a_readable_matter() {
        let hold = |reason: &str| PlaceHold {
            reason: words(reason),
        };
        given::<Allegation>([opened()])
            .when(hold(""))
            .then_refused(Code::TextBlank);
        given::<Allegation>([])
            .when(hold("Why."))
            .then_refused(Code::Absent);
        given::<Allegation>([])
            .then_erased()
            .when(hold("Why."))
            .then_refused(Code::Erased);
    }
}

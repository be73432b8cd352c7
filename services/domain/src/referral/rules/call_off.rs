//! The desk is not told after all: with a reason, and for the police and CEOP with a second person
//! (R7, R8). The decision is recorded like any other.

use lanyard_events::referral::{ReferralEvent, ReferralNotMade};

use crate::referral::command::{CallOff, TWO_TO_CALL_OFF};
use crate::referral::state::{Stage, State};
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::referral) fn decide(
    state: &State,
    call_off: CallOff,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.there()?;
    text::check("/reason", &call_off.reason)?;
    match record.stage {
        Stage::Needed => {}
        Stage::NotMade => return Ok(Vec::new()),
        // A step that is answered otherwise takes nothing back that was said to a desk.
        Stage::Submitted | Stage::Acknowledged | Stage::Answered | Stage::Closed
            if call_off.by.is_none() =>
        {
            return Ok(Vec::new());
        }
        Stage::Submitted | Stage::Acknowledged | Stage::Answered | Stage::Closed => {
            return Err(Refusal::new(
                Code::ReferralSubmitted,
                "The desk was told already: nothing takes that back. Record its answer, or close it.",
            ));
        }
    }
    let takes_two = { TWO_TO_CALL_OFF.iter() }.any(|agency| agency.name() == record.agency);
    let second = match (call_off.second, call_off.by) {
        (None, Some(_)) if takes_two => {
            return Err(Refusal::of_field(
                Code::SecondPersonNeeded,
                "/second",
                "Not telling this desk takes two people (R7, R8): name the second, who has agreed \
                 with you.",
            ));
        }
        (Some(second), Some(by)) if second.staff == by => {
            return Err(Refusal::of_field(
                Code::SecondPersonNeeded,
                "/second",
                "Somebody other than you has to be the second person.",
            ));
        }
        (Some(second), _) => {
            second.check("/second")?;
            Some(second.staff)
        }
        (None, _) => None,
    };
    let not_made = ReferralNotMade {
        reason: call_off.reason,
        second,
    };
    Ok(vec![not_made.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{DSL, HEAD, senior, staff_id};
    use crate::referral::Referral;
    use crate::referral::samples::{needed_at, not_made, told};
    use crate::scenario::{given, words};

    fn call_off(second: Option<u8>) -> CallOff {
        CallOff {
            reason: words("The police have all of it."),
            second: second.map(senior),
            by: Some(staff_id(DSL)),
        }
    }

    #[test]
    fn not_telling_the_police_or_ceop_takes_two() {
        for agency in ["police", "ceop"] {
            let given = || given::<Referral>([needed_at(agency)]);
            given()
                .when(call_off(None))
                .then_refused(Code::SecondPersonNeeded);
            given()
                .when(call_off(Some(DSL)))
                .then_refused(Code::SecondPersonNeeded);
            let mut conflicted = call_off(Some(HEAD));
            conflicted
                .second
                .as_mut()
                .into_iter()
                .for_each(|it| it.is_conflicted = true);
            given().when(conflicted).then_refused(Code::Conflicted);
            given()
                .when(call_off(Some(HEAD)))
                .then([not_made()])
                .when(call_off(Some(HEAD)))
                .then_already_so();
        }
        given::<Referral>([needed_at("platform")])
            .when(call_off(None))
            .then_events();
    }

    #[test]
    fn what_was_told_is_not_taken_back() {
        given::<Referral>([needed_at("ceop"), told("ceop")])
            .when(call_off(Some(HEAD)))
            .then_refused(Code::ReferralSubmitted);
        let mut by_step = call_off(None);
        by_step.by = None;
        given::<Referral>([needed_at("ceop"), told("ceop")])
            .when(by_step)
            .then_already_so();
        let mut blank = call_off(Some(HEAD));
        blank.reason = words(" ");
        given::<Referral>([needed_at("ceop")])
            .when(blank)
            .then_refused(Code::TextBlank);
    }
}

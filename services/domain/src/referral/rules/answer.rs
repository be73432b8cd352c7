//! The desk answered, in its own words and as one of its answers.

use lanyard_events::At;
use lanyard_events::referral::{ReferralAnswered, ReferralEvent};

use super::{NOT_SUBMITTED, check_past};
use crate::referral::command::Answer;
use crate::referral::state::{Stage, State};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

pub(in crate::referral) fn decide(
    state: &State,
    answer: Answer,
    at: At,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Submitted, NOT_SUBMITTED)?;
    let mut checks = Checks::default();
    if !answer.desk.outcomes.contains(&answer.outcome) {
        let detail = format!("This desk answers: {}.", answer.desk.outcomes.join(", "));
        checks.fail(Code::UnknownOutcome, "/outcome", detail);
    }
    checks.text("/text", answer.text.expose(), TEXT_MAX_CHARS);
    check_past(&mut checks, "/at", answer.at, at);
    let reference = answer.their_reference.as_ref();
    checks.optional("/their_reference", reference, LABEL_MAX_CHARS);
    checks.done()?;
    let answered = ReferralEvent::from(ReferralAnswered {
        outcome: answer.outcome,
        text: answer.text,
        at: answer.at,
        their_reference: answer.their_reference,
    });
    if record.is_last(&answered) {
        return Ok(Vec::new());
    }
    Ok(vec![answered])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{an_answer, answered, needed_at, told};
    use crate::scenario::{given, words};

    #[test]
    fn an_answer_is_kept_and_a_second_one_too() {
        let so_far = || [needed_at("ceop"), told("ceop")];
        given::<Referral>(so_far())
            .when(an_answer())
            .then([answered()])
            .when(an_answer())
            .then_already_so();
        let mut second = an_answer();
        second.outcome = "passed_to_social_care".to_owned();
        given::<Referral>(so_far().into_iter().chain([answered()]))
            .when(second)
            .then_events();
    }

    #[test]
    fn it_is_one_of_the_desks_with_its_words() {
        let mut wrong = an_answer();
        wrong.outcome = "met".to_owned();
        wrong.text = words("");
        let refusal = given::<Referral>([needed_at("ceop"), told("ceop")])
            .when(wrong)
            .then_refused(Code::UnknownOutcome);
        assert_eq!(refusal.faults().count(), 2);
        given::<Referral>([needed_at("ceop")])
            .when(an_answer())
            .then_refused(Code::ReferralNotSubmitted);
    }
}

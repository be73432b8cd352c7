//! What had been said by telephone followed in writing (R4).

use lanyard_events::At;
use lanyard_events::referral::{ReferralEvent, ReferralPutInWriting, SentHow};

use super::{NOT_SUBMITTED, check_past};
use crate::referral::command::PutInWriting;
use crate::referral::next;
use crate::referral::state::{Stage, State};
use crate::refusal::{Code, Refusal};
use crate::text::Checks;

pub(in crate::referral) fn decide(
    state: &State,
    put: PutInWriting,
    at: At,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Submitted, NOT_SUBMITTED)?;
    let mut checks = Checks::default();
    check_past(&mut checks, "/at", put.at, at);
    if matches!(put.how, SentHow::Phone | SentHow::InPerson) {
        let detail = "In writing means by portal, email or letter.";
        checks.fail(Code::UnknownAnswer, "/how", detail);
    }
    checks.done()?;
    let written = ReferralEvent::from(ReferralPutInWriting {
        how: put.how,
        at: put.at,
        next: next::after_writing(&record.next),
    });
    if record.is_last(&written) {
        return Ok(Vec::new());
    }
    if !record.spoken {
        return Err(Refusal::new(
            Code::NothingToPutInWriting,
            "Nothing waits to be put in writing here.",
        ));
    }
    Ok(vec![written])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{a_submit, needed_at};
    use crate::scenario::{given, now};

    fn put(how: SentHow) -> PutInWriting {
        PutInWriting { how, at: now() }
    }

    #[test]
    fn it_ends_the_24_hours_and_leaves_the_answer_due() {
        let told = given::<Referral>([needed_at("social_care")])
            .when(a_submit("social_care", SentHow::Phone))
            .then_events();
        let so_far = || [needed_at("social_care"), told[0].clone()];
        let events = given::<Referral>(so_far())
            .when(put(SentHow::Email))
            .then_events();
        let ReferralEvent::PutInWriting(written) = &events[0] else {
            panic!("{events:?}");
        };
        assert_eq!(written.next.in_writing, None);
        assert!(written.next.answer.is_some());
        given::<Referral>(so_far().into_iter().chain(events))
            .when(put(SentHow::Email))
            .then_already_so();
        given::<Referral>(so_far())
            .when(put(SentHow::Phone))
            .then_refused(Code::UnknownAnswer);
    }

    #[test]
    fn there_has_to_be_something_to_put() {
        given::<Referral>([needed_at("social_care")])
            .when(put(SentHow::Email))
            .then_refused(Code::ReferralNotSubmitted);
        let told = given::<Referral>([needed_at("prevent")])
            .when(a_submit("prevent", SentHow::Phone))
            .then_events();
        given::<Referral>([needed_at("prevent"), told[0].clone()])
            .when(put(SentHow::Email))
            .then_refused(Code::NothingToPutInWriting);
    }
}

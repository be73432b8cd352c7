//! The trust does not agree with the desk, and takes it further (KCSIE Part 1, escalation).

use lanyard_events::At;
use lanyard_events::referral::{ReferralDisputed, ReferralEvent};

use super::NOT_SUBMITTED;
use crate::referral::command::Dispute;
use crate::referral::next::after_disputing;
use crate::referral::state::{Stage, State};
use crate::refusal::Refusal;
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

pub(in crate::referral) fn decide(
    state: &State,
    dispute: Dispute,
    at: At,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Submitted, NOT_SUBMITTED)?;
    let mut checks = Checks::default();
    checks.text("/reason", dispute.reason.expose(), TEXT_MAX_CHARS);
    checks.text("/taken_to", dispute.taken_to.expose(), LABEL_MAX_CHARS);
    checks.done()?;
    if let Some(ReferralEvent::Disputed(last)) = record.last.as_deref()
        && last.reason == dispute.reason
        && last.taken_to == dispute.taken_to
    {
        return Ok(Vec::new());
    }
    let answered = record.stage >= Stage::Answered && !record.disputed;
    let before = (&record.next, answered);
    let disputed = ReferralDisputed {
        reason: dispute.reason,
        taken_to: dispute.taken_to,
        next: Some(after_disputing(dispute.desk, before, at, &dispute.calendar)),
    };
    Ok(vec![disputed.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::referral::SentHow;

    use super::*;
    use crate::referral::samples::{answered, desk, needed_at, told};
    use crate::referral::{Chase, Referral};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    #[test]
    fn it_says_why_and_to_whom_it_was_taken() {
        let dispute = Dispute {
            desk: desk("ceop"),
            calendar: crate::case::samples::calendar(),
            reason: words("She is at home with the person alleged to have done it."),
            taken_to: words("The service manager"),
        };
        let so_far = || [needed_at("ceop"), told("ceop"), answered()];
        let events = given::<Referral>(so_far())
            .when(dispute.clone())
            .then_events();
        given::<Referral>(so_far().into_iter().chain(events))
            .when(dispute.clone())
            .then_already_so();
        let mut blank = dispute.clone();
        blank.taken_to = words("");
        given::<Referral>(so_far())
            .when(blank)
            .then_refused(Code::TextBlank);
        given::<Referral>([needed_at("ceop")])
            .when(dispute)
            .then_refused(Code::ReferralNotSubmitted);
    }

    #[test]
    fn it_is_asked_what_came_of_it_until_the_desk_answers_anew() {
        let dispute = Dispute {
            desk: desk("ceop"),
            calendar: crate::case::samples::calendar(),
            reason: words("She is at home with the person alleged to have done it."),
            taken_to: words("The service manager"),
        };
        let chase = Chase {
            desk: desk("ceop"),
            how: SentHow::Phone,
            text: words("What has the service manager decided?"),
            calendar: crate::case::samples::calendar(),
        };
        let mut so_far = vec![needed_at("ceop"), told("ceop"), answered()];
        given::<Referral>(so_far.clone())
            .when(chase.clone())
            .then_refused(Code::ReferralAnswered);
        let events = given::<Referral>(so_far.clone())
            .when(dispute)
            .then_events();
        let ReferralEvent::Disputed(disputed) = &events[0] else {
            panic!("{events:?}");
        };
        let next = disputed.next.clone().unwrap();
        // Two working days, as the desk's row says; the answer is there and is not waited for.
        let chased = next.chase.unwrap();
        assert_eq!(chased.at.to_string(), "2026-11-12T17:00:00.000Z");
        assert_eq!((next.answer, next.in_writing), (None, None));
        so_far.extend(events);
        given::<Referral>(so_far.clone())
            .when(chase.clone())
            .then_events();
        so_far.push(answered());
        given::<Referral>(so_far)
            .when(chase)
            .then_refused(Code::ReferralAnswered);
    }
}

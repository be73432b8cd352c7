//! The desk was asked again: no answer is not the end of it (R4).

use lanyard_events::At;
use lanyard_events::referral::{ReferralChased, ReferralEvent};

use super::NOT_SUBMITTED;
use crate::referral::command::Chase;
use crate::referral::next;
use crate::referral::state::{Stage, State};
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::referral) fn decide(
    state: &State,
    chase: Chase,
    at: At,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Submitted, NOT_SUBMITTED)?;
    text::check("/text", &chase.text)?;
    // What the trust does not agree with is not over with the answer.
    if record.stage >= Stage::Answered && !record.disputed {
        return Err(Refusal::new(
            Code::ReferralAnswered,
            "The desk has answered: record a further answer, or that you do not agree.",
        ));
    }
    let chased = ReferralChased {
        how: chase.how,
        text: chase.text,
        next: next::after_chasing(chase.desk, &record.next, at, &chase.calendar),
    };
    Ok(vec![chased.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::referral::SentHow;

    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{answered, desk, needed_at, told};
    use crate::scenario::{given, words};

    fn chase() -> Chase {
        Chase {
            desk: desk("ceop"),
            how: SentHow::Phone,
            text: words("Nobody has looked at it yet."),
            calendar: crate::case::samples::calendar(),
        }
    }

    #[test]
    fn it_is_asked_again_later() {
        let later = "2026-11-12T09:00:00Z".parse().unwrap();
        let events = given::<Referral>([needed_at("ceop"), told("ceop")])
            .when_at(chase(), later)
            .then_events();
        let ReferralEvent::Chased(chased) = &events[0] else {
            panic!("{events:?}");
        };
        let next = chased.next.chase.clone().unwrap();
        assert_eq!(next.at.to_string(), "2026-11-16T17:00:00.000Z");
    }

    #[test]
    fn an_answered_or_untold_desk_is_not_asked_again() {
        given::<Referral>([needed_at("ceop"), told("ceop"), answered()])
            .when(chase())
            .then_refused(Code::ReferralAnswered);
        given::<Referral>([needed_at("ceop")])
            .when(chase())
            .then_refused(Code::ReferralNotSubmitted);
        let mut blank = chase();
        blank.text = words(" ");
        given::<Referral>([needed_at("ceop"), told("ceop")])
            .when(blank)
            .then_refused(Code::TextBlank);
    }
}

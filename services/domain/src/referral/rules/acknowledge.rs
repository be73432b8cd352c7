//! The desk confirmed that it has it.

use lanyard_events::At;
use lanyard_events::referral::{ReferralAcknowledged, ReferralEvent};

use super::{NOT_SUBMITTED, check_past};
use crate::referral::command::Acknowledge;
use crate::referral::state::{Stage, State};
use crate::refusal::Refusal;
use crate::text::{Checks, LABEL_MAX_CHARS};

pub(in crate::referral) fn decide(
    state: &State,
    acknowledge: Acknowledge,
    at: At,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Submitted, NOT_SUBMITTED)?;
    let mut checks = Checks::default();
    check_past(&mut checks, "/at", acknowledge.at, at);
    checks.optional("/by", acknowledge.by.as_ref(), LABEL_MAX_CHARS);
    let reference = acknowledge.their_reference.as_ref();
    checks.optional("/their_reference", reference, LABEL_MAX_CHARS);
    checks.done()?;
    let acknowledged = ReferralEvent::from(ReferralAcknowledged {
        at: acknowledge.at,
        by: acknowledge.by,
        their_reference: acknowledge.their_reference,
    });
    if record.is_last(&acknowledged) {
        return Ok(Vec::new());
    }
    Ok(vec![acknowledged])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{closed, needed_at, told};
    use crate::refusal::Code;
    use crate::scenario::{given, now, words};

    fn acknowledge() -> Acknowledge {
        Acknowledge {
            at: now(),
            by: Some(words("The duty desk")),
            their_reference: Some(words("CE-10443")),
        }
    }

    #[test]
    fn it_is_kept_once_and_needs_a_desk_that_was_told() {
        let so_far = || [needed_at("ceop"), told("ceop")];
        let events = given::<Referral>(so_far())
            .when(acknowledge())
            .then_events();
        given::<Referral>(so_far().into_iter().chain(events))
            .when(acknowledge())
            .then_already_so();
        given::<Referral>([needed_at("ceop")])
            .when(acknowledge())
            .then_refused(Code::ReferralNotSubmitted);
        given::<Referral>([needed_at("ceop"), told("ceop"), closed()])
            .when(acknowledge())
            .then_refused(Code::ReferralClosed);
        let mut blank = acknowledge();
        blank.by = Some(words(""));
        given::<Referral>(so_far())
            .when(blank)
            .then_refused(Code::TextBlank);
    }
}

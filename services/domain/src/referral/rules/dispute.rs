//! The trust does not agree with the desk, and takes it further (KCSIE Part 1, escalation).

use lanyard_events::referral::{ReferralDisputed, ReferralEvent};

use super::NOT_SUBMITTED;
use crate::referral::command::Dispute;
use crate::referral::state::{Stage, State};
use crate::refusal::Refusal;
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

pub(in crate::referral) fn decide(
    state: &State,
    dispute: Dispute,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Submitted, NOT_SUBMITTED)?;
    let mut checks = Checks::default();
    checks.text("/reason", dispute.reason.expose(), TEXT_MAX_CHARS);
    checks.text("/taken_to", dispute.taken_to.expose(), LABEL_MAX_CHARS);
    checks.done()?;
    let disputed = ReferralEvent::from(ReferralDisputed {
        reason: dispute.reason,
        taken_to: dispute.taken_to,
    });
    if record.is_last(&disputed) {
        return Ok(Vec::new());
    }
    Ok(vec![disputed])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{answered, needed_at, told};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    #[test]
    fn it_says_why_and_to_whom_it_was_taken() {
        let dispute = Dispute {
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
}

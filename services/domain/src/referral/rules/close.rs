//! Closing a referral: nothing is left to do with it.

use lanyard_events::referral::{ReferralClosed, ReferralEvent};

use super::NOT_SUBMITTED;
use crate::referral::command::Close;
use crate::referral::state::{Stage, State};
use crate::refusal::Refusal;
use crate::text;

pub(in crate::referral) fn decide(
    state: &State,
    close: Close,
) -> Result<Vec<ReferralEvent>, Refusal> {
    text::check("/reason", &close.reason)?;
    let closed = ReferralEvent::from(ReferralClosed {
        reason: close.reason,
    });
    if { state.record() }.is_some_and(|record| record.is_last(&closed)) {
        return Ok(Vec::new());
    }
    state.at_least(Stage::Submitted, NOT_SUBMITTED)?;
    Ok(vec![closed])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{closed, needed_at, told};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    #[test]
    fn it_closes_once_with_what_came_of_it() {
        let close = |text: &str| Close {
            reason: words(text),
        };
        given::<Referral>([needed_at("ceop"), told("ceop")])
            .when(close("The police have closed it; the plan stays."))
            .then([closed()])
            .when(close("The police have closed it; the plan stays."))
            .then_already_so();
        given::<Referral>([needed_at("ceop"), told("ceop"), closed()])
            .when(close("Otherwise."))
            .then_refused(Code::ReferralClosed);
        given::<Referral>([needed_at("ceop")])
            .when(close("Why not."))
            .then_refused(Code::ReferralNotSubmitted);
        given::<Referral>([needed_at("ceop"), told("ceop")])
            .when(close(""))
            .then_refused(Code::TextBlank);
    }
}

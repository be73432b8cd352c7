//! Giving a referral to somebody else: never to somebody with a conflict.

use lanyard_events::referral::{ReferralEvent, ReferralGiven};

use crate::referral::command::Give;
use crate::referral::state::{Stage, State};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::referral) fn decide(
    state: &State,
    give: Give,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Needed, "")?;
    let mut checks = Checks::default();
    checks.optional("/reason", give.reason.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    if give.owner_is_conflicted {
        return Err(Refusal::of_field(
            Code::Conflicted,
            "/owner",
            "This person cannot act in this matter: name somebody else.",
        ));
    }
    if record.owner == give.owner {
        return Ok(Vec::new());
    }
    let given = ReferralGiven {
        owner: give.owner,
        reason: give.reason,
    };
    Ok(vec![given.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::staff_id;
    use crate::referral::Referral;
    use crate::referral::samples::{closed, needed_at, told};
    use crate::scenario::given;

    #[test]
    fn it_becomes_somebody_elses_once() {
        let give = |conflicted: bool| Give {
            owner: staff_id(8),
            owner_is_conflicted: conflicted,
            reason: None,
        };
        given::<Referral>([needed_at("ceop")])
            .when(give(true))
            .then_refused(Code::Conflicted);
        let events = given::<Referral>([needed_at("ceop")])
            .when(give(false))
            .then_events();
        given::<Referral>([needed_at("ceop"), events[0].clone()])
            .when(give(false))
            .then_already_so();
        given::<Referral>([needed_at("ceop"), told("ceop"), closed()])
            .when(give(false))
            .then_refused(Code::ReferralClosed);
    }
}

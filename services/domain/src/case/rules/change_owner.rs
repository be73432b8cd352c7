//! Giving the case to another owner: a matter always has one unconflicted owner.

use lanyard_events::case::{CaseEvent, CaseOwnerChanged};

use crate::case::command::ChangeOwner;
use crate::case::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::case) fn decide(
    state: &State,
    change: ChangeOwner,
) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.open()?;
    text::check("/reason", &change.reason)?;
    change.owner.check("/owner")?;
    if record.owner == change.owner.staff && !record.is_without_owner {
        return Ok(Vec::new());
    }
    let changed = CaseOwnerChanged {
        owner: change.owner.staff,
        reason: change.reason,
    };
    Ok(vec![changed.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{DSL, HEAD, closed, opened, senior, staff_id};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn change(to: u8) -> ChangeOwner {
        ChangeOwner {
            owner: senior(to),
            reason: words("On leave from Monday."),
        }
    }

    #[test]
    fn the_case_goes_to_another_senior() {
        let reason = words("On leave from Monday.");
        let changed = CaseOwnerChanged {
            owner: staff_id(HEAD),
            reason,
        };
        given::<Case>([opened()])
            .when(change(HEAD))
            .then([changed.into()])
            .when(change(HEAD))
            .then_already_so();
        given::<Case>([opened()])
            .when(change(DSL))
            .then_already_so();
    }

    #[test]
    fn never_to_somebody_conflicted_or_no_senior() {
        let mut wrong = change(HEAD);
        wrong.owner.is_conflicted = true;
        given::<Case>([opened()])
            .when(wrong)
            .then_refused(Code::Conflicted);
        let mut wrong = change(HEAD);
        wrong.owner.is_senior_here = false;
        given::<Case>([opened()])
            .when(wrong)
            .then_refused(Code::NotASenior);
    }

    #[test]
    fn it_takes_a_reason_and_an_open_case() {
        let mut unreasoned = change(HEAD);
        unreasoned.reason = words(" ");
        given::<Case>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        given::<Case>([opened(), closed()])
            .when(change(HEAD))
            .then_refused(Code::CaseClosed);
        given::<Case>([])
            .when(change(HEAD))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(change(HEAD))
            .then_refused(Code::Erased);
    }
}

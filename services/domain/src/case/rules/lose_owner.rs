//! Leaving a case with nobody, because nobody unconflicted is left to own it (domain.md 1 rule 1). It stays
//! hidden from everybody conflicted, and is given to whoever next can own it.

use lanyard_events::case::{CaseEvent, CaseOwnerLost};

use crate::case::command::LoseOwner;
use crate::case::state::State;
use crate::refusal::Refusal;

pub(in crate::case) fn decide(state: &State, lose: LoseOwner) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.open()?;
    if record.is_without_owner {
        return Ok(Vec::new());
    }
    let lost = CaseOwnerLost {
        reason: lose.reason,
    };
    Ok(vec![lost.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::case::CaseOwnerChanged;

    use super::*;
    use crate::case::samples::{DSL, HEAD, closed, opened, senior, staff_id};
    use crate::case::{Case, ChangeOwner};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn lose() -> LoseOwner {
        LoseOwner {
            reason: words("Nobody is left."),
        }
    }

    fn lost() -> CaseEvent {
        CaseOwnerLost {
            reason: words("Nobody is left."),
        }
        .into()
    }

    fn give(to: u8) -> ChangeOwner {
        ChangeOwner {
            owner: senior(to),
            reason: words("A new headteacher."),
        }
    }

    fn changed(to: u8) -> CaseEvent {
        CaseOwnerChanged {
            owner: staff_id(to),
            reason: words("A new headteacher."),
        }
        .into()
    }

    #[test]
    fn a_case_waits_once_until_somebody_owns_it() {
        given::<Case>([opened()])
            .when(lose())
            .then([lost()])
            .when(lose())
            .then_already_so();
        given::<Case>([opened(), lost()])
            .when(give(HEAD))
            .then([changed(HEAD)])
            .when(lose())
            .then([lost()]);
    }

    #[test]
    fn whoever_had_it_gets_it_back_once_they_can_own_it_again() {
        given::<Case>([opened(), lost()])
            .when(give(DSL))
            .then([changed(DSL)])
            .when(give(DSL))
            .then_already_so();
    }

    #[test]
    fn it_takes_an_open_case() {
        given::<Case>([opened(), closed()])
            .when(lose())
            .then_refused(Code::CaseClosed);
        given::<Case>([]).when(lose()).then_refused(Code::Absent);
    }
}

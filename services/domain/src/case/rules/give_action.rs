//! Giving an action to somebody else: never to somebody with a conflict.

use lanyard_events::case::{CaseActionGiven, CaseEvent};

use crate::case::command::GiveAction;
use crate::case::state::State;
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::case) fn decide(state: &State, give: GiveAction) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.open()?;
    let Some(action) = record.actions.get(&give.action) else {
        return Err(Refusal::of_field(
            Code::NoSuchAction,
            "/action",
            "This case has no such action.",
        ));
    };
    text::check("/reason", &give.reason)?;
    if give.owner_is_conflicted {
        return Err(Refusal::of_field(
            Code::Conflicted,
            "/owner",
            "This person cannot act in this matter: name somebody else.",
        ));
    }
    if action.owner == give.owner || action.outcome.is_some() {
        return Ok(Vec::new());
    }
    let given = CaseActionGiven {
        action: give.action,
        owner: give.owner,
        reason: give.reason,
    };
    Ok(vec![given.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::case::CaseActionDone;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{action, closed, opened, planned, staff_id};
    use crate::scenario::{given, words};

    fn give(to: u8) -> GiveAction {
        GiveAction {
            action: action(5),
            owner: staff_id(to),
            owner_is_conflicted: false,
            reason: words("He cannot act in it any more."),
        }
    }

    #[test]
    fn an_open_action_becomes_somebody_elses_once() {
        let given_away = CaseActionGiven {
            action: action(5),
            owner: staff_id(9),
            reason: words("He cannot act in it any more."),
        };
        given::<Case>([opened(), planned()])
            .when(give(9))
            .then([given_away.into()])
            .when(give(9))
            .then_already_so();
    }

    #[test]
    fn what_was_done_stays_with_whoever_did_it() {
        let done = CaseActionDone {
            action: action(5),
            outcome: words("Spoke with the tutor."),
        };
        given::<Case>([opened(), planned(), done.into()])
            .when(give(9))
            .then_already_so();
    }

    #[test]
    fn it_takes_an_action_of_an_open_case_a_reason_and_somebody_unconflicted() {
        given::<Case>([opened()])
            .when(give(9))
            .then_refused(Code::NoSuchAction);
        given::<Case>([opened(), planned(), closed()])
            .when(give(9))
            .then_refused(Code::CaseClosed);
        let mut unreasoned = give(9);
        unreasoned.reason = words(" ");
        given::<Case>([opened(), planned()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        let mut conflicted = give(9);
        conflicted.owner_is_conflicted = true;
        given::<Case>([opened(), planned()])
            .when(conflicted)
            .then_refused(Code::Conflicted);
    }
}

//! Recording that an action was done, by its owner or a senior.

use lanyard_events::case::{CaseActionDone, CaseEvent};

use crate::case::command::CompleteAction;
use crate::case::state::State;
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::case) fn decide(
    state: &State,
    complete: CompleteAction,
) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.open()?;
    let Some(action) = record.actions.get(&complete.action) else {
        return Err(Refusal::of_field(
            Code::NoSuchAction,
            "/action",
            "This case has no such action.",
        ));
    };
    if action.owner != complete.by && !complete.by_senior {
        return Err(Refusal::new(
            Code::OnlyActionOwnerOrSenior,
            "Only whoever the action was given to, or a safeguarding lead or headteacher, can do \
             this.",
        ));
    }
    text::check("/outcome", &complete.outcome)?;
    match &action.outcome {
        None => {
            let done = CaseActionDone {
                action: complete.action,
                outcome: complete.outcome,
            };
            Ok(vec![done.into()])
        }
        Some(outcome) if *outcome == complete.outcome => Ok(Vec::new()),
        Some(_) => Err(Refusal::new(
            Code::ActionAlreadyDone,
            "This action was done already, with another outcome: add a note instead.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{action, closed, opened, planned, staff_id};
    use crate::scenario::{given, words};

    fn complete(by: u8, by_senior: bool) -> CompleteAction {
        CompleteAction {
            action: action(5),
            outcome: words("The tutor will keep an eye on it."),
            by: staff_id(by),
            by_senior,
        }
    }

    fn done() -> CaseEvent {
        let outcome = words("The tutor will keep an eye on it.");
        CaseActionDone {
            action: action(5),
            outcome,
        }
        .into()
    }

    #[test]
    fn its_owner_or_a_senior_completes_it_once() {
        for command in [complete(4, false), complete(2, true)] {
            given::<Case>([opened(), planned()])
                .when(command.clone())
                .then([done()])
                .when(command)
                .then_already_so();
        }
    }

    #[test]
    fn nobody_else_does() {
        given::<Case>([opened(), planned()])
            .when(complete(6, false))
            .then_refused(Code::OnlyActionOwnerOrSenior);
    }

    #[test]
    fn an_outcome_once_recorded_is_not_replaced() {
        let mut other = complete(4, false);
        other.outcome = words("Nothing came of it.");
        given::<Case>([opened(), planned(), done()])
            .when(other)
            .then_refused(Code::ActionAlreadyDone);
    }

    #[test]
    fn it_takes_a_planned_action_and_an_outcome() {
        given::<Case>([opened()])
            .when(complete(4, true))
            .then_refused(Code::NoSuchAction);
        let mut blank = complete(4, false);
        blank.outcome = words(" ");
        given::<Case>([opened(), planned()])
            .when(blank)
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn a_closed_absent_or_erased_case_takes_none() {
        given::<Case>([opened(), planned(), closed()])
            .when(complete(4, false))
            .then_refused(Code::CaseClosed);
        given::<Case>([])
            .when(complete(4, false))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(complete(4, false))
            .then_refused(Code::Erased);
    }
}

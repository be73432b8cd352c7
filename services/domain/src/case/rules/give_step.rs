//! Giving a step to somebody else: never to somebody with a conflict.

use lanyard_events::case::{CaseEvent, CaseStepGiven};

use super::step_of;
use crate::case::command::{Doer, GiveStep};
use crate::case::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(state: &State, give: GiveStep) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.open()?;
    let by_reader = Doer::Person {
        staff: give.owner,
        is_senior: true,
    };
    let task = step_of(record, &give.name, by_reader)?;
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
    if task.owner == give.owner {
        return Ok(Vec::new());
    }
    let given = CaseStepGiven {
        name: give.name,
        owner: give.owner,
        reason: give.reason,
    };
    Ok(vec![given.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened, staff_id, start, step};
    use crate::scenario::{given, words};

    const GAMES: &str = "age_inappropriate_games";

    fn give(to: u8) -> GiveStep {
        GiveStep {
            name: step(GAMES, "8.2"),
            owner: staff_id(to),
            owner_is_conflicted: false,
            reason: Some(words("Her tutor.")),
        }
    }

    #[test]
    fn it_becomes_somebody_elses_once() {
        let started = given::<Case>([opened()]).when(start(GAMES)).then_events();
        let so_far = || [opened()].into_iter().chain(started.clone());
        let event = CaseStepGiven {
            name: step(GAMES, "8.2"),
            owner: staff_id(9),
            reason: Some(words("Her tutor.")),
        };
        given::<Case>(so_far())
            .when(give(9))
            .then([event.into()])
            .when(give(9))
            .then_already_so();
        let mut conflicted = give(9);
        conflicted.owner_is_conflicted = true;
        given::<Case>(so_far())
            .when(conflicted)
            .then_refused(Code::Conflicted);
    }

    #[test]
    fn it_takes_a_step_of_an_open_case() {
        given::<Case>([opened()])
            .when(give(9))
            .then_refused(Code::NoSuchStep);
        given::<Case>([opened(), closed()])
            .when(give(9))
            .then_refused(Code::CaseClosed);
    }
}

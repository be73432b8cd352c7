//! Giving a step of a case to somebody else: see [`crate::steps`].

use lanyard_events::case::CaseEvent;

use crate::case::state::State;
use crate::refusal::Refusal;
use crate::steps::{self, GiveStep};

pub(in crate::case) fn decide(state: &State, give: GiveStep) -> Result<Vec<CaseEvent>, Refusal> {
    steps::events(steps::give_step(&state.open()?.matter(), give))
}

#[cfg(test)]
mod tests {
    use lanyard_events::case::CaseStepGiven;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened, staff_id, start, step};
    use crate::refusal::Code;
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

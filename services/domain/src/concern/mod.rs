//! A concern: what somebody saw, heard or was told, from the form to triage (domain.md 2).

mod command;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
pub(crate) mod samples;

use lanyard_events::concern::ConcernEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{
    AddInformation, Command, CorrectPerson, CorrectText, Decision, LetIn, PassOn, Raise, Reroute,
    Standing, TargetAllegation, TargetCase, Triage, Way,
};
pub use state::{Matter, Stage, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a concern.
#[derive(Debug)]
pub struct Concern;

impl Aggregate for Concern {
    const KIND: StreamKind = StreamKind::Concern;
    type State = State;
    type Command = Command;
    type Event = ConcernEvent;

    fn own(event: &Event) -> Option<&ConcernEvent> {
        if let Event::Concern(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<ConcernEvent>, Refusal> {
        match command {
            Command::Raise(raise) => rules::raise::decide(state, raise, at),
            Command::AddInformation(add) => rules::add_information::decide(state, add),
            Command::CorrectPerson(correct) => rules::correct_person::decide(state, correct),
            Command::CorrectText(correct) => rules::correct_text::decide(state, correct),
            Command::PassOn(pass) => rules::pass_on::decide(state, pass, at),
            Command::Triage(triage) => rules::triage::decide(state, triage, at),
            Command::LetIn(let_in) => rules::let_in::decide(state, let_in),
            Command::Reroute(reroute) => rules::reroute::decide(state, reroute),
        }
    }

    fn evolve(state: State, event: &ConcernEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

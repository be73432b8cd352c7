//! A pupil on the roster: identity from the MIS. What happened to a pupil lives in concerns and
//! cases; names live only here (design.md 4).

mod command;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;

use lanyard_events::pupil::PupilEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{ChangeDetails, Command, Details, Leave, Register};
pub use state::State;

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a pupil's record.
#[derive(Debug)]
pub struct Pupil;

impl Aggregate for Pupil {
    const KIND: StreamKind = StreamKind::Pupil;
    type State = State;
    type Command = Command;
    type Event = PupilEvent;

    fn own(event: &Event) -> Option<&PupilEvent> {
        if let Event::Pupil(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<PupilEvent>, Refusal> {
        match command {
            Command::Register(register) => rules::register::decide(state, register, at),
            Command::ChangeDetails(change) => rules::change_details::decide(state, change, at),
            Command::Leave(leave) => rules::leave::decide(state, leave),
        }
    }

    fn evolve(state: State, event: &PupilEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

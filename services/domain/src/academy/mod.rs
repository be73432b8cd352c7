//! An academy: its name, its authority, the calendar from which school days are counted, and who is on
//! duty when.

mod command;
pub mod rota;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;

use lanyard_events::academy::AcademyEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{Command, EndDuty, Open, SetCalendar, SetContacts, SetDuty};
pub use state::{Duty, Profile, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of an academy.
#[derive(Debug)]
pub struct Academy;

impl Aggregate for Academy {
    const KIND: StreamKind = StreamKind::Academy;
    type State = State;
    type Command = Command;
    type Event = AcademyEvent;

    fn own(event: &Event) -> Option<&AcademyEvent> {
        if let Event::Academy(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<AcademyEvent>, Refusal> {
        match command {
            Command::Open(open) => rules::open::decide(state, open),
            Command::SetCalendar(set) => rules::set_calendar::decide(state, set),
            Command::SetContacts(set) => rules::set_contacts::decide(state, set),
            Command::SetDuty(set) => rules::set_duty::decide(state, set, at),
            Command::EndDuty(end) => rules::end_duty::decide(state, end, at),
        }
    }

    fn evolve(state: State, event: &AcademyEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

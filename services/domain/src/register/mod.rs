//! Entries of registers (domain.md 2, Registers): one mechanism for all, told what to do by the
//! register's file.
//!
//! An entry is added, filled in where something was left empty, corrected (the wrong stays, struck) and
//! moved on by those whom the file names. Some moves take a signature, some another person than the
//! one before; a move that needs something that is not asked is not offered. Clocks start with the
//! adding, a move or a time in a field, and end with a move; at the end of some the system moves.

mod clocks;
mod command;
mod linked;
mod links;
mod rules;
mod state;
mod values;

#[cfg(test)]
mod samples;

use lanyard_events::register::RegisterEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{Add, AddByItself, Around, Command, Correct, Fill, Give, LetIn, MakeMove};
pub use linked::{Linked, linked};
pub use state::{Record, State, offered};
pub use values::{Sent, SentFields, no_such_field};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of an entry.
#[derive(Debug)]
pub struct Entry;

impl Aggregate for Entry {
    const KIND: StreamKind = StreamKind::Register;
    type State = State;
    type Command = Command;
    type Event = RegisterEvent;

    fn own(event: &Event) -> Option<&RegisterEvent> {
        if let Event::Register(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<RegisterEvent>, Refusal> {
        match command {
            Command::Add(add) => rules::add::decide(state, &add, at),
            Command::AddByItself(add) => rules::add::by_itself(state, &add, at),
            Command::Fill(fill) => rules::fill::decide(state, &fill, at),
            Command::Correct(correct) => rules::correct::decide(state, &correct, at),
            Command::MakeMove(it) => rules::make_move::decide(state, &it, at),
            Command::Give(give) => rules::give::decide(state, &give),
            Command::LetIn(let_in) => rules::let_in::decide(state, &let_in),
        }
    }

    fn evolve(state: State, event: &RegisterEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

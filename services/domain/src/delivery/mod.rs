//! How far one receiver has been told what happened (design.md 1.7): it only ever moves on.

mod command;
mod rules;
mod state;

#[cfg(test)]
mod histories;

use lanyard_events::delivery::DeliveryEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{Begin, Command, Reach};
pub use state::State;

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of telling one receiver.
#[derive(Debug)]
pub struct Delivery;

impl Aggregate for Delivery {
    const KIND: StreamKind = StreamKind::Delivery;
    type State = State;
    type Command = Command;
    type Event = DeliveryEvent;

    fn own(event: &Event) -> Option<&DeliveryEvent> {
        if let Event::Delivery(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, _at: At) -> Result<Vec<DeliveryEvent>, Refusal> {
        match command {
            Command::Begin(begin) => Ok(rules::begin::decide(state, &begin)),
            Command::Reach(reach) => rules::reach::decide(state, &reach),
        }
    }

    fn evolve(state: State, event: &DeliveryEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state
    }
}

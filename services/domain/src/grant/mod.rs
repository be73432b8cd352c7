//! A grant: somebody reads a case by name until a set time, given by one of its readers, or by breaking
//! the glass (domain.md 1 rule 2). It ends by itself; nothing has to happen for that.

mod command;
mod rules;
#[cfg(test)]
mod samples;
mod state;

use lanyard_events::grant::GrantEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{BreakGlass, Command, End, Give, HoldGlass, Review};
pub use rules::{break_glass::GLASS_MINUTES, give::GRANT_MAX_DAYS};
pub use state::{Leave, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a grant.
#[derive(Debug)]
pub struct Grant;

impl Aggregate for Grant {
    const KIND: StreamKind = StreamKind::Grant;
    type State = State;
    type Command = Command;
    type Event = GrantEvent;

    fn own(event: &Event) -> Option<&GrantEvent> {
        if let Event::Grant(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<GrantEvent>, Refusal> {
        match command {
            Command::Give(give) => rules::give::decide(state, give, at),
            Command::BreakGlass(glass) => rules::break_glass::decide(state, glass, at),
            Command::HoldGlass(hold) => rules::hold_glass::decide(state, hold),
            Command::End(end) => rules::end::decide(state, end, at),
            Command::Review(review) => rules::review::decide(state, review),
        }
    }

    fn evolve(state: State, event: &GrantEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(_state: State) -> State {
        // Whatever it was, nobody reads by it any more.
        State::Erased
    }
}

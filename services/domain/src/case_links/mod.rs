//! With which other cases a case is linked, and why (domain.md 2, "Case": linked cases and siblings).
//!
//! Each of two linked cases has the link in a stream of its own: a first fact in one, a reaction in the other. Who
//! is shown it, both cases decide (domain.md 1 rule 2); nothing of it moves the case.

mod command;
mod rules;
mod state;

use lanyard_events::case_links::CaseLinksEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{Command, LinkCase, UnlinkCase};
pub use state::State;

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a case's links.
#[derive(Debug)]
pub struct CaseLinks;

impl Aggregate for CaseLinks {
    const KIND: StreamKind = StreamKind::CaseLinks;
    type State = State;
    type Command = Command;
    type Event = CaseLinksEvent;

    fn own(event: &Event) -> Option<&CaseLinksEvent> {
        if let Event::CaseLinks(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, _at: At) -> Result<Vec<CaseLinksEvent>, Refusal> {
        match command {
            Command::LinkCase(link) => rules::link::decide(state, link),
            Command::UnlinkCase(unlink) => rules::unlink::decide(state, unlink),
        }
    }

    fn evolve(state: State, event: &CaseLinksEvent) -> Result<State, ImpossibleHistory> {
        Ok(state.evolve(event))
    }

    fn evolve_erased(state: State) -> State {
        // Which link was made or ended is not known any more: the others stand.
        state
    }
}

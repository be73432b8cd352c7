//! A document of policy that the trust edits: a playbook, a matrix, the table of user actions. One person
//! proposes an edition, another publishes it, as with roles (domain.md 1 rule 7). What is in force is a
//! matter of `policy::InForce`; a case keeps the steps it started with (ADR 13).

mod command;
mod rules;
#[cfg(test)]
mod samples;
mod state;

use lanyard_events::policy::PolicyEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{Command, Propose, Publish, Withdraw};
pub use state::{Record, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a document of policy.
#[derive(Debug)]
pub struct PolicyDocument;

impl Aggregate for PolicyDocument {
    const KIND: StreamKind = StreamKind::Policy;
    type State = State;
    type Command = Command;
    type Event = PolicyEvent;

    fn own(event: &Event) -> Option<&PolicyEvent> {
        if let Event::Policy(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, _at: At) -> Result<Vec<PolicyEvent>, Refusal> {
        match command {
            Command::Propose(propose) => rules::propose::decide(state, propose),
            Command::Publish(publish) => rules::publish::decide(state, &publish),
            Command::Withdraw(withdraw) => rules::withdraw::decide(state, withdraw),
        }
    }

    fn evolve(state: State, event: &PolicyEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

//! From whom and from what one member of staff is excluded (domain.md 1 rule 1). What is excluded
//! is hidden from the first event on; confirming changes nothing that anyone sees, lifting does.

mod command;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;

use lanyard_events::conflict::ConflictEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{
    AddMatter, AddPerson, AskReview, Command, ConfirmMatter, LiftMatter, LiftPerson,
    PlanPersonReview, PlanReview, ReviewMatter, ReviewPerson,
};
pub use state::{Exclusions, MatterStanding, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a conflict stream.
#[derive(Debug)]
pub struct Conflict;

impl Aggregate for Conflict {
    const KIND: StreamKind = StreamKind::Conflict;
    type State = State;
    type Command = Command;
    type Event = ConflictEvent;

    fn own(event: &Event) -> Option<&ConflictEvent> {
        if let Event::Conflict(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, _at: At) -> Result<Vec<ConflictEvent>, Refusal> {
        match command {
            Command::AddPerson(add) => rules::add_person::decide(state, add),
            Command::PlanPersonReview(plan) => Ok(rules::person::plan(state, plan)),
            Command::ReviewPerson(review) => rules::person::review(state, review),
            Command::LiftPerson(lift) => rules::person::lift(state, lift),
            Command::AddMatter(add) => rules::add_matter::decide(state, add),
            Command::AskReview(ask) => Ok(rules::ask_review::decide(state, ask)),
            Command::PlanReview(plan) => Ok(rules::plan_review::decide(state, plan)),
            Command::ConfirmMatter(confirm) => rules::confirm_matter::decide(state, confirm),
            Command::ReviewMatter(review) => rules::review_matter::decide(state, review),
            Command::LiftMatter(lift) => rules::lift_matter::decide(state, lift),
        }
    }

    fn evolve(state: State, event: &ConflictEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

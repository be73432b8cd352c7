//! A case: the work that follows from one or more concerns, until it is closed with an outcome that
//! somebody else confirmed (domain.md 2).

mod command;
mod links;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
pub(crate) mod samples;

use lanyard_events::case::CaseEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{
    AddConcern, AddNote, Assess, ChangeOwner, Close, Command, CompleteAction, CorrectPerson,
    EndMeasure, EndPlan, GiveAction, HearWishes, LinkPerson, LoseOwner, Open, PlanAction,
    RecordParentsContact, RecordParentsNotTold, Reopen, SetPlan, TakeMeasure,
};
pub use links::Links;
pub use state::{Action, Record, State};

use crate::aggregate::Aggregate;
use crate::investigation;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a case.
#[derive(Debug)]
pub struct Case;

impl Aggregate for Case {
    const KIND: StreamKind = StreamKind::Case;
    type State = State;
    type Command = Command;
    type Event = CaseEvent;

    fn own(event: &Event) -> Option<&CaseEvent> {
        if let Event::Case(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<CaseEvent>, Refusal> {
        match command {
            Command::Open(open) => rules::open::decide(state, open),
            Command::AddConcern(add) => rules::add_concern::decide(state, add),
            Command::AddNote(add) => rules::add_note::decide(state, add),
            Command::PlanAction(plan) => rules::plan_action::decide(state, plan, at),
            Command::CompleteAction(complete) => rules::complete_action::decide(state, complete),
            Command::GiveAction(give) => rules::give_action::decide(state, give),
            Command::RecordParentsContact(record) => {
                rules::parents_contact::decide(state, record, at)
            }
            Command::RecordParentsNotTold(record) => {
                rules::parents_not_told::decide(state, record, at)
            }
            Command::SetPlan(set) => rules::plan::set(state, set),
            Command::EndPlan(end) => rules::plan::end(state, end),
            Command::Assess(assess) => rules::assess::decide(state, assess, at),
            Command::HearWishes(hear) => rules::hear_wishes::decide(state, hear),
            Command::TakeMeasure(take) => rules::measure::take(state, take),
            Command::EndMeasure(end) => rules::measure::end(state, end),
            Command::StartPlaybook(start) => rules::start_playbook::decide(state, &start),
            Command::DoStep(step) => rules::do_step::decide(state, step, at),
            Command::SkipStep(skip) => rules::skip_step::decide(state, skip, at),
            Command::GiveStep(give) => rules::give_step::decide(state, give),
            Command::RecordInvestigation(entry) => {
                investigation::decide(&state.open()?.investigations, entry, at)
            }
            Command::LinkPerson(link) => rules::link_person::decide(state, link),
            Command::CorrectPerson(correct) => rules::correct_person::decide(state, correct),
            Command::ChangeOwner(change) => rules::change_owner::decide(state, change),
            Command::LoseOwner(lose) => rules::lose_owner::decide(state, lose),
            Command::Close(close) => rules::close::decide(state, close),
            Command::Reopen(reopen) => rules::reopen::decide(state, reopen),
            Command::PlaceHold(place) => rules::hold::place(state, place),
            Command::LiftHold(lift) => rules::hold::lift(state, lift),
            Command::TellGovernors(tell) => rules::tell_governors::decide(state, tell),
        }
    }

    fn evolve(state: State, event: &CaseEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

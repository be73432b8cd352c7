//! A matter about an adult: an allegation or a low-level concern, apart from pupils' cases, from the
//! decision on the threshold to the outcome (domain.md 2, "Adults' matter"; KCSIE Part 4).

mod case_manager;
mod command;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
pub(crate) mod samples;

use lanyard_events::allegation::AllegationEvent;
use lanyard_events::{At, Event, StreamKind};

pub use case_manager::Manager;
pub use command::{
    AddConcern, AddNote, AskForDecisions, ChangeOwner, Close, Command, Consult, CorrectPerson,
    DecideInterimMeasure, DecideTelling, DecideThreshold, DeclineChildCase, LinkPerson,
    MatchPerson, NameSupportPerson, NoteEnquiry, Open, OpenChildCase, RecordOutcome, Reopen,
    Reroute, ShareName,
};
pub use state::{Record, State};

use crate::aggregate::Aggregate;
use crate::investigation;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of an adult's matter.
#[derive(Debug)]
pub struct Allegation;

impl Aggregate for Allegation {
    const KIND: StreamKind = StreamKind::Allegation;
    type State = State;
    type Command = Command;
    type Event = AllegationEvent;

    fn own(event: &Event) -> Option<&AllegationEvent> {
        if let Event::Allegation(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<AllegationEvent>, Refusal> {
        match command {
            Command::Open(open) => rules::open::decide(state, open),
            Command::AddConcern(add) => rules::add_concern::decide(state, add),
            Command::LinkPerson(link) => rules::link_person::decide(state, link),
            Command::CorrectPerson(correct) => rules::correct_person::decide(state, correct),
            Command::MatchPerson(found) => rules::match_person::decide(state, found),
            Command::DecideThreshold(decided) => rules::decide_threshold::decide(state, decided),
            Command::Consult(consult) => rules::consult::decide(state, consult),
            Command::AddNote(add) => rules::add_note::decide(state, add),
            Command::NameSupportPerson(name) => rules::name_support_person::decide(state, name),
            Command::DecideTelling(decided) => rules::decide_telling::decide(state, decided, at),
            Command::DecideInterimMeasure(decided) => {
                rules::decide_interim_measure::decide(state, decided, at)
            }
            Command::NoteEnquiry(note) => rules::note_enquiry::decide(state, note),
            Command::RecordOutcome(record) => rules::record_outcome::decide(state, record),
            Command::OpenChildCase(open) => rules::open_child_case::decide(state, open),
            Command::DeclineChildCase(decline) => rules::decline_child_case::decide(state, decline),
            Command::ShareName(share) => rules::share_name::decide(state, share),
            Command::ChangeOwner(change) => rules::change_owner::decide(state, change),
            Command::Reroute(reroute) => rules::reroute::decide(state, reroute),
            Command::StartPlaybook(start) => rules::playbooks::start(state, &start),
            Command::DoStep(step) => rules::playbooks::do_step(state, step, at),
            Command::SkipStep(skip) => rules::playbooks::skip_step(state, skip, at),
            Command::GiveStep(give) => rules::playbooks::give_step(state, give),
            Command::RecordInvestigation(entry) => {
                investigation::decide(&state.open()?.investigations, entry, at)
            }
            Command::Close(close) => rules::close::decide(state, close),
            Command::AskForDecisions(ask) => Ok(rules::ask_for_decisions::decide(state, ask)),
            Command::Reopen(reopen) => rules::reopen::decide(state, reopen),
            Command::PlaceHold(place) => rules::hold::place(state, place),
            Command::LiftHold(lift) => rules::hold::lift(state, lift),
            Command::TellGovernors(tell) => rules::tell_governors::decide(state, tell),
        }
    }

    fn evolve(state: State, event: &AllegationEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

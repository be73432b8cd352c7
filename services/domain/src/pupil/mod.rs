//! A pupil on the roster: identity from the MIS. What happened to a pupil lives in concerns and
//! cases; names live only here (design.md 4). Also who is around the child: contacts, whom nobody may
//! contact, court orders, designations (domain.md 2, "Pupil").

mod around;
mod command;
mod keep_away;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;

use lanyard_events::pupil::PupilEvent;
use lanyard_events::{At, Event, StreamKind};

pub use around::{Addressable, Around, Contact, CourtOrder, Designation, Mark};
pub use command::{
    ChangeContact, ChangeDetails, Command, Details, DischargeCourtOrder, EndContact,
    EndDesignation, Known, Leave, LiftDoNotContact, MarkDoNotContact, ReceiveFile,
    RecordCommunication, RecordContact, RecordCourtOrder, RecordDesignation, Register,
};
pub use keep_away::keeps_family_away;
pub use state::{Record, State};

/// The longest file of a school before, in bytes of JSON: some thousands of entries with all their words.
pub const MOST_FILE_BYTES: u64 = 16 << 20;

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
            Command::RecordContact(record) => rules::contacts::record(state, record),
            Command::ChangeContact(change) => rules::contacts::change(state, change),
            Command::EndContact(end) => rules::contacts::end(state, end),
            Command::MarkDoNotContact(mark) => rules::do_not_contact::mark(state, mark),
            Command::LiftDoNotContact(lift) => rules::do_not_contact::lift(state, lift),
            Command::RecordCourtOrder(record) => rules::court_orders::record(state, record),
            Command::DischargeCourtOrder(end) => rules::court_orders::discharge(state, end),
            Command::RecordCommunication(how) => rules::designations::communication(state, how),
            Command::RecordDesignation(record) => rules::designations::record(state, record),
            Command::ReceiveFile(receive) => rules::receive_file::decide(state, receive, at),
            Command::EndDesignation(end) => rules::designations::end(state, end),
        }
    }

    fn evolve(state: State, event: &PupilEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

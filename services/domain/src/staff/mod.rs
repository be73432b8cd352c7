//! A member of staff, governor or trustee on the register: log-in, roles given by two persons, and
//! who is close to them (domain.md 1 rules 1 and 7).

mod command;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;

use lanyard_events::staff::StaffEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{
    BindLogin, ChooseEmail, Command, ConfirmRole, End, EndRelation, EndRole, EstablishRole,
    Granter, ProposeRole, Register, RegisterRelation, SetEmail,
};
pub use state::{HeldRole, Member, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a staff record.
#[derive(Debug)]
pub struct Staff;

impl Aggregate for Staff {
    const KIND: StreamKind = StreamKind::Staff;
    type State = State;
    type Command = Command;
    type Event = StaffEvent;

    fn own(event: &Event) -> Option<&StaffEvent> {
        if let Event::Staff(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<StaffEvent>, Refusal> {
        match command {
            Command::Register(register) => rules::register::decide(state, register),
            Command::BindLogin(bind) => rules::bind_login::decide(state, bind),
            Command::EstablishRole(establish) => rules::establish_role::decide(state, &establish),
            Command::ProposeRole(propose) => rules::propose_role::decide(state, propose, at),
            Command::ConfirmRole(confirm) => rules::confirm_role::decide(state, &confirm),
            Command::EndRole(end) => rules::end_role::decide(state, end),
            Command::RegisterRelation(register) => {
                rules::register_relation::decide(state, register)
            }
            Command::EndRelation(end) => rules::end_relation::decide(state, end),
            Command::SetEmail(set) => rules::set_email::decide(state, set),
            Command::ChooseEmail(choose) => rules::choose_email::decide(state, choose),
            Command::End(end) => rules::end::decide(state, end, at),
        }
    }

    fn evolve(state: State, event: &StaffEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

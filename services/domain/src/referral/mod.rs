//! A referral: a matter on its way to a desk outside the trust, and what the desk says (domain.md 2).
//!
//! Nothing is sent by itself: a person sends it, and records that they did. A form that is not full
//! never keeps a child waiting, but the record says what was missing and why it went all the same.

mod clock;
mod command;
mod next;
mod rules;
mod state;

#[cfg(test)]
mod samples;

use lanyard_events::referral::ReferralEvent;
use lanyard_events::{At, Event, StreamKind};

pub use clock::by_desk;
pub use command::{
    Acknowledge, Answer, CallOff, Chase, Close, Command, Dispute, Draft, Give, Need, PutInWriting,
    Submit,
};
pub use state::{Record, Stage, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of a referral.
#[derive(Debug)]
pub struct Referral;

impl Aggregate for Referral {
    const KIND: StreamKind = StreamKind::Referral;
    type State = State;
    type Command = Command;
    type Event = ReferralEvent;

    fn own(event: &Event) -> Option<&ReferralEvent> {
        if let Event::Referral(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<ReferralEvent>, Refusal> {
        match command {
            Command::Need(need) => rules::need::decide(state, need),
            Command::Draft(draft) => rules::draft::decide(state, draft),
            Command::Submit(submit) => rules::submit::decide(state, submit, at),
            Command::PutInWriting(put) => rules::put_in_writing::decide(state, put, at),
            Command::Acknowledge(acknowledge) => rules::acknowledge::decide(state, acknowledge, at),
            Command::Chase(chase) => rules::chase::decide(state, chase, at),
            Command::Answer(answer) => rules::answer::decide(state, answer, at),
            Command::Dispute(dispute) => rules::dispute::decide(state, dispute, at),
            Command::CallOff(call_off) => rules::call_off::decide(state, call_off),
            Command::Give(give) => rules::give::decide(state, give),
            Command::Close(close) => rules::close::decide(state, close),
        }
    }

    fn evolve(state: State, event: &ReferralEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

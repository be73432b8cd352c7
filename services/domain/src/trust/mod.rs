//! The trust itself: one installation is one trust, established once.

mod command;
mod rules;
mod settings;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;

use lanyard_events::trust::TrustEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{
    Command, ConfirmSetting, Establish, Orderer, ProposeSetting, PublishTaxonomy, RaiseFormat,
    ReopenLog,
};
pub use settings::Settings;
pub use state::{FIRST_FORMAT, Profile, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of the trust.
#[derive(Debug)]
pub struct Trust;

impl Aggregate for Trust {
    const KIND: StreamKind = StreamKind::Trust;
    type State = State;
    type Command = Command;
    type Event = TrustEvent;

    fn own(event: &Event) -> Option<&TrustEvent> {
        if let Event::Trust(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, _at: At) -> Result<Vec<TrustEvent>, Refusal> {
        match command {
            Command::Establish(establish) => rules::establish::decide(state, establish),
            Command::PublishTaxonomy(publish) => rules::publish_taxonomy::decide(state, publish),
            Command::RaiseFormat(raise) => rules::raise_format::decide(state, &raise),
            Command::ReopenLog(reopen) => rules::reopen_log::decide(state, reopen),
            Command::ProposeSetting(propose) => rules::propose_setting::decide(state, propose),
            Command::ConfirmSetting(confirm) => rules::confirm_setting::decide(state, confirm),
        }
    }

    fn evolve(state: State, event: &TrustEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

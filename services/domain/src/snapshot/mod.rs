//! Snapshots for governors: dated figures in fixed tables, published once for a time (R14, R16). There is
//! one stream of them, so that each is decided on with all the earlier ones at hand.

mod command;
mod rules;
mod state;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;

use lanyard_events::snapshot::SnapshotEvent;
use lanyard_events::{At, Event, StreamKind};

pub use command::{Command, CountedRow, CountedTable, PublishSnapshot};
pub use state::State;

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of snapshots.
#[derive(Debug)]
pub struct Snapshots;

impl Aggregate for Snapshots {
    const KIND: StreamKind = StreamKind::Snapshot;
    type State = State;
    type Command = Command;
    type Event = SnapshotEvent;

    fn own(event: &Event) -> Option<&SnapshotEvent> {
        if let Event::Snapshot(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<SnapshotEvent>, Refusal> {
        match command {
            Command::PublishSnapshot(publish) => rules::publish::decide(state, publish, at),
        }
    }

    fn evolve(state: State, event: &SnapshotEvent) -> Result<State, ImpossibleHistory> {
        Ok(state.evolve(event))
    }

    fn evolve_erased(state: State) -> State {
        state
    }
}

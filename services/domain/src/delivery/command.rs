//! What can be asked of a delivery.

use lanyard_events::Position;
use lanyard_events::delivery::Receiver;

use crate::command::commands;

commands! {
    /// Any command to a delivery.
    Begin, Reach,
}

/// Begins to tell a receiver of what comes after a position.
#[derive(Debug, Clone, Copy)]
pub struct Begin {
    /// Who.
    pub receiver: Receiver,
    /// The end of the record.
    pub after: Position,
}

/// Notes that everything up to a position has been told.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// How far.
    pub position: Position,
}

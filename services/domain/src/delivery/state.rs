//! What the events of a delivery add up to.

use lanyard_events::Position;
use lanyard_events::delivery::DeliveryEvent;

use crate::refusal::ImpossibleHistory;

/// A delivery. Its events hold nothing of any person, so none is ever erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Nobody is told anything.
    #[default]
    Absent,
    /// Everything up to here has been told.
    Told(Position),
}

impl State {
    /// How far the receiver has been told; none before it began.
    #[must_use]
    pub const fn position(&self) -> Option<Position> {
        match self {
            Self::Told(position) => Some(*position),
            Self::Absent => None,
        }
    }

    pub(super) fn evolve(self, event: &DeliveryEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Absent, DeliveryEvent::Began(began)) => Ok(Self::Told(Position(began.position))),
            (Self::Told(before), DeliveryEvent::Reached(reached))
                if reached.position > before.0 =>
            {
                Ok(Self::Told(Position(reached.position)))
            }
            (Self::Absent | Self::Told(_), _) => Err(ImpossibleHistory::at(event.kind())),
        }
    }
}

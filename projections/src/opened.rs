//! What the caller hands over: an event as it came out of its box.

use lanyard_events::{Envelope, Event, Position};

/// An event of the store, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedEvent {
    /// Its place in the whole store.
    pub position: Position,
    /// The recorder's clock, whole minutes since 1970.
    pub recorded_minute: u32,
    /// Plain columns.
    pub envelope: Envelope,
    /// The payload; none once it was erased.
    pub event: Option<Event>,
}

//! What the caller hands over: an event as it came out of its box.

use lanyard_events::{Envelope, Event, EventId, Position, StreamId};

/// An event of the store, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedEvent {
    /// Where the event before it stands in the store; 0 before the first. By this a view notices that
    /// one was left out, on stores whose positions have gaps, too.
    pub after: Position,
    /// Its place in the whole store.
    pub position: Position,
    /// The recorder's clock, whole minutes since 1970.
    pub recorded_minute: u32,
    /// Plain columns.
    pub envelope: Envelope,
    /// The payload; none once it was erased.
    pub event: Option<Event>,
}

/// An event that does not open, or whose content is not of this release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unopened {
    /// Where the event before it stands.
    pub after: Position,
    /// Where it stands.
    pub position: Position,
    /// Which one.
    pub event: EventId,
    /// The stream that nobody is shown from here on.
    pub stream: StreamId,
    /// A stable word without content.
    pub code: &'static str,
}

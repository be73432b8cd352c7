//! Facts: what other systems are told of the record (design.md 1.7), as CloudEvents.
//!
//! A fact says that something of a type happened to something with an id, in an academy. It never
//! holds a field of content, nor a time, revision or position: the numbers between two facts would
//! count what is not told.

mod asyncapi;
mod cloud_event;
mod table;

pub use asyncapi::{asyncapi, cloud_event_schema};
pub use cloud_event::{CloudEvent, FactData};
pub use table::{Telling, telling};

use crate::envelope::Envelope;
use crate::id::{AcademyId, EventId};
use crate::stream::StreamId;

/// What a message with a fact is, by CloudEvents 1.0 (structured mode).
pub const CONTENT_TYPE: &str = "application/cloudevents+json";
/// In the place of the academy, for what belongs to none.
pub const TRUST: &str = "trust";

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The event it tells of; its receivers know a repeat by it.
    pub event: EventId,
    /// Its type: `concern.raised`.
    pub event_type: String,
    /// What it happened to.
    pub stream: StreamId,
    /// Where.
    pub academy: Option<AcademyId>,
}

impl Fact {
    /// The fact of a recorded event, if its type is told at all. Whether *this* event may be told
    /// is asked besides: its matter may be an adult's.
    #[must_use]
    pub fn of(envelope: &Envelope) -> Option<Self> {
        let event_type = envelope.event_type.as_str();
        let told = matches!(telling(event_type), Some(Telling::Told));
        // The type says which aggregate; an event in a stream of another kind is none of ours.
        let fits = event_type.split('.').next() == Some(envelope.stream.kind.name());
        (told && fits).then(|| Self {
            event: envelope.id,
            event_type: event_type.to_owned(),
            stream: envelope.stream,
            academy: envelope.academy,
        })
    }

    /// The end of its subject: `<academy>.<aggregate>.<event>`.
    #[must_use]
    pub fn subject(&self) -> String {
        match self.academy {
            Some(academy) => format!("{academy}.{}", self.event_type),
            None => format!("{TRUST}.{}", self.event_type),
        }
    }

    /// As it is sent. `origin` is the name of the trust's log.
    #[must_use]
    pub fn cloud_event(&self, origin: &str) -> CloudEvent {
        CloudEvent {
            specversion: "1.0",
            id: self.event,
            source: format!("//{origin}"),
            event_type: format!("lanyard.{}", self.event_type),
            subject: self.stream,
            datacontenttype: "application/json",
            data: FactData {
                academy: self.academy,
                aggregate: self.stream.kind.name(),
                id: self.stream.uuid,
            },
        }
    }
}

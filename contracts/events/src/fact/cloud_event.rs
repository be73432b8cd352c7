//! The message, in the JSON format of CloudEvents 1.0.

use serde::Serialize;
use uuid::Uuid;

use crate::id::{AcademyId, EventId};
use crate::stream::StreamId;

/// A fact as it is sent. Its schema is `openapi/lanyard.fact.v1.schema.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CloudEvent {
    /// Version of CloudEvents.
    pub specversion: &'static str,
    /// Id of the recorded event, the same however often it is sent.
    pub id: EventId,
    /// The trust's log: `//log.example.org/trust`.
    pub source: String,
    /// `lanyard.concern.raised`.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The stream: `concern-018f…`.
    pub subject: StreamId,
    /// What `data` is.
    pub datacontenttype: &'static str,
    /// The ids.
    pub data: FactData,
}

/// The ids of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactData {
    /// Where; none for what belongs to the trust.
    pub academy: Option<AcademyId>,
    /// What sort of thing: `concern`.
    pub aggregate: &'static str,
    /// Which one: the id that the API knows it by.
    pub id: Uuid,
}

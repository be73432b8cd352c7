//! What the auditor reads of matters: ids and times, never content (domain.md 1, row `auditor`).

use lanyard_events::{Actor, At, EventId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::vocabulary as v;

/// Where somebody departed from a rule, or a clock ran out. Nothing tells what sort of matter it is: its steps'
/// numbers would, and so would the kind of its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deviation {
    /// `step_skipped`, `not_referred`, `duties_left`, `matrix_departed` or `late`.
    pub kind: &'static str,
    /// The rule, as the domain's text numbers it.
    pub rule: &'static str,
    /// Id of the record.
    #[schema(value_type = v::Id)]
    pub stream: Uuid,
    /// The event; none where a clock ran out, for then nothing happened.
    #[schema(value_type = Option<v::Id>)]
    pub event: Option<EventId>,
    /// Its place in the record.
    pub position: Option<u64>,
    /// Who; of a clock, in whose hands the thing was or is, if in anybody's.
    #[schema(value_type = Option<v::Actor>)]
    pub actor: Option<Actor>,
    /// When; of a clock, when it ran out.
    #[schema(value_type = v::Moment)]
    pub at: At,
}

/// Something that was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Disposal {
    /// Id of the record.
    #[schema(value_type = v::Id)]
    pub stream: Uuid,
    /// The event.
    #[schema(value_type = Option<v::Id>)]
    pub event: Option<EventId>,
    /// Its place in the record.
    pub position: Option<u64>,
    /// Who destroyed it.
    #[schema(value_type = Option<v::Actor>)]
    pub actor: Option<Actor>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
}

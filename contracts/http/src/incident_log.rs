//! The six-column incident log: date, individuals, device or place, details, actions and reasons, confirmed by.

use lanyard_events::concern::Place;
use lanyard_events::{At, CaseId, ConcernId, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::person::ShownPerson;
use crate::vocabulary as v;

/// Which incidents to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReadIncidentLog {
    /// Raised at this moment or later.
    #[param(value_type = Option<v::Moment>)]
    pub from: Option<String>,
    /// Raised before this moment.
    #[param(value_type = Option<v::Moment>)]
    pub to: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}

/// One incident in its six columns.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Incident {
    /// The concern.
    #[schema(value_type = v::Id)]
    pub concern: ConcernId,
    /// Its reference.
    pub reference: String,
    /// Its category, of the taxonomy.
    pub category: String,
    /// The case that it is part of.
    #[schema(value_type = Option<v::Id>)]
    pub case: Option<CaseId>,
    /// 1. When it happened or was noticed.
    #[schema(value_type = v::Moment)]
    pub date: At,
    /// When it was raised, by the server's clock.
    #[schema(value_type = v::Moment)]
    pub raised_at: At,
    /// 2. Whom it is about, with their parts.
    pub individuals: Vec<ShownPerson>,
    /// 3. Which device, and where.
    #[schema(value_type = v::Place)]
    pub device_and_place: Place,
    /// 4. What happened, as it stands corrected.
    #[schema(value_type = Option<String>)]
    pub details: Option<Sensitive<String>>,
    /// 5. What was done, and why, in order.
    pub actions: Vec<IncidentAction>,
    /// 6. Who confirmed the outcome; none while it is open.
    #[schema(value_type = Option<v::Id>)]
    pub confirmed_by: Option<StaffId>,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub confirmed_by_name: Option<Sensitive<String>>,
    /// The outcome, of the taxonomy.
    pub outcome: Option<String>,
}

/// What sort of thing was done about an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentActionKind {
    /// What the reporter did at once.
    AtOnce,
    /// A decision at triage.
    Triage,
    /// An action or a step of the case that was done.
    Done,
}

/// What was done about an incident, and why.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentAction {
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// By whom, if they are on the staff register.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// What sort of thing.
    pub kind: IncidentActionKind,
    /// The action or step.
    #[schema(value_type = Option<String>)]
    pub title: Option<Sensitive<String>>,
    /// Why, or what came of it.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
}

//! How the process is, for whoever runs it.

use lanyard_events::{AcademyId, Day};
use serde::Serialize;
use utoipa::ToSchema;

use crate::vocabulary as v;

/// The process is up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"status": "up", "version": "0.1.0"}))]
pub struct Health {
    /// Always `up`.
    pub status: &'static str,
    /// The release.
    pub version: &'static str,
}

/// Whether the process can answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"ready": true, "lag_events": 0, "reasons": [], "impaired": [], "term_dates": []}))]
pub struct Readiness {
    /// Whether it can.
    pub ready: bool,
    /// How many events its views are behind the record.
    pub lag_events: u64,
    /// What stands in the way.
    pub reasons: Vec<&'static str>,
    /// What does not work although the process answers.
    pub impaired: Vec<&'static str>,
    /// Academies whose term dates end within 60 days, have ended, or were never set: beyond them no school day can
    /// be counted. It never makes the process unready.
    pub term_dates: Vec<TermDates>,
}

/// An academy whose term dates run out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermDates {
    /// The academy.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// The last day of its last term; none where nobody has set any.
    #[schema(value_type = Option<v::Day>)]
    pub known_until: Option<Day>,
}

//! How the process is, for whoever runs it.

use serde::Serialize;
use utoipa::ToSchema;

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
#[schema(example = json!({"ready": true, "lag_events": 0, "reasons": [], "impaired": []}))]
pub struct Readiness {
    /// Whether it can.
    pub ready: bool,
    /// How many events its views are behind the record.
    pub lag_events: u64,
    /// What stands in the way.
    pub reasons: Vec<&'static str>,
    /// What does not work although the process answers.
    pub impaired: Vec<&'static str>,
}

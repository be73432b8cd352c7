//! Reports without log-in.

use lanyard_events::concern::{AboutAdult, Place, PlaceKind};
use lanyard_events::{LinkRole, Sensitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::vocabulary as v;

/// What somebody without log-in tells. Nobody is named by an id: people are described in words.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "about_adult": "no",
    "category": "bullying",
    "people": [{"description": "A girl of year 8 with a red bag", "role": "affected"}],
    "account": "They wait for her behind the sports hall.",
    "danger_now": false
}))]
pub struct ReportConcern {
    /// Is it about an adult here? Answered first: it decides who may see the report.
    #[schema(value_type = v::AboutAdult)]
    pub about_adult: AboutAdult,
    /// Category, from `GET /public/{academy}/concern-form`.
    pub category: String,
    /// People in words.
    #[serde(default)]
    pub people: Vec<PersonInWords>,
    /// Where; not known, if not given.
    #[serde(default = "not_known")]
    #[schema(value_type = v::Place, required = false)]
    pub place: Place,
    /// When it happened, in words.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub when_text: Option<Sensitive<String>>,
    /// What happened.
    #[schema(value_type = String)]
    pub account: Sensitive<String>,
    /// Is anybody in danger now? If so: 999 first.
    pub danger_now: bool,
    /// The reporter's name, if they want to give one.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Option<Sensitive<String>>,
}

const fn not_known() -> Place {
    Place {
        kind: PlaceKind::NotKnown,
        description: None,
        platform: None,
        address: None,
        accounts: Vec::new(),
        device: None,
    }
}

/// Somebody in the reporter's words.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonInWords {
    /// Who.
    #[schema(value_type = String)]
    pub description: Sensitive<String>,
    /// Their part.
    #[schema(value_type = v::LinkRole)]
    pub role: LinkRole,
}

/// Something to add to a report.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddToReport {
    /// The secret that came with the reference.
    #[schema(value_type = String)]
    pub secret: Sensitive<String>,
    /// What is added.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
}

/// Ask after a report.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskAfterReport {
    /// The secret that came with the reference.
    #[schema(value_type = String)]
    pub secret: Sensitive<String>,
}

/// A report was received. Keep both: nobody can give them to you again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "reference": "K7QM2XWD",
    "secret": "AY9OmgAAcACAAAAAAAAAAQ",
    "state": "received"
}))]
pub struct ReportReceived {
    /// Reference to quote: eight letters and digits that say nothing of the content.
    pub reference: String,
    /// By which more can be added.
    pub secret: String,
    /// Always `received`.
    pub state: &'static str,
}

/// How a report stands, as far as anybody learns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportState {
    /// Always `received`.
    pub state: &'static str,
}

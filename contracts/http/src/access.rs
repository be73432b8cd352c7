//! Who looked at what, by ids only (domain.md 1 rule 3).

pub use lanyard_events::access::LookResult;
use lanyard_events::{Actor, AllegationId, At, CaseId, Day, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::vocabulary as v;

/// One look.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Look {
    /// Its place in the record.
    pub position: u64,
    /// Who looked.
    #[schema(value_type = v::Actor)]
    pub actor: Actor,
    /// When.
    #[schema(value_type = v::Moment)]
    pub looked_at: At,
    /// Shown or not: absent and denied are not told apart. None once erased.
    #[schema(value_type = Option<v::LookResult>)]
    pub result: Option<LookResult>,
    /// The route, without ids; of a concern, a case or an adult's matter `/v1/{matter}`.
    pub route: Option<String>,
    /// Ids of what was shown, or of the address asked for. Nothing tells what sort of record it is: whoever reads a
    /// matter has its looks in full at `/v1/cases/{case}/looks` and `/v1/allegations/{allegation}/looks`.
    #[schema(value_type = Vec<v::Id>)]
    pub streams: Vec<Uuid>,
}

/// Which looks to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListLooks {
    /// Only by this actor: `staff:<id>` or `client:<id>`.
    pub actor: Option<String>,
    /// Only at the record of this id. A kind before it, such as `case-<id>`, is taken and makes no difference.
    pub stream: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}

/// Which case or adult's matter, one of the two, and on which day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExplainAccess {
    /// The case.
    #[param(value_type = Option<v::Id>)]
    pub case: Option<String>,
    /// The adult's matter.
    #[param(value_type = Option<v::Id>)]
    pub allegation: Option<String>,
    /// The day, in London; what counts is its end.
    #[param(value_type = v::Day)]
    pub on: String,
}

/// Who could see a case or an adult's matter on a day, and by which rule.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AccessExplained {
    /// The case, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<v::Id>)]
    pub case: Option<CaseId>,
    /// The adult's matter, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<v::Id>)]
    pub allegation: Option<AllegationId>,
    /// The day.
    #[schema(value_type = v::Day)]
    pub on: Day,
    /// Everybody who could, by surname.
    pub items: Vec<CouldSee>,
}

/// Somebody who could see it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CouldSee {
    /// Who.
    #[schema(value_type = v::Id)]
    pub staff: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub name: Option<Sensitive<String>>,
    /// By which rules.
    pub by: Vec<AccessRule>,
}

/// A rule of access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccessRule {
    /// The policy's id, as in `services/access/policies`.
    pub policy: String,
    /// What it says in plain words.
    pub words: String,
}

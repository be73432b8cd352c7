//! The plans that children are on.

use lanyard_events::case::PlanKind;
use lanyard_events::{AcademyId, CaseId, Day, PupilId, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// A child of the case is on a plan: all that is known of it now.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "child_protection",
    "since": "2026-11-02",
    "social_worker": "Sal Ward, 01632 960001",
    "core_group_on": "2026-11-16",
    "review_on": "2027-01-25"
}))]
pub struct SetPlan {
    /// What sort of plan.
    #[schema(value_type = v::PlanKind)]
    pub kind: PlanKind,
    /// Since when.
    #[schema(value_type = v::Day)]
    pub since: Day,
    /// The child's social worker or lead practitioner, and how they are reached.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub social_worker: Option<Sensitive<String>>,
    /// The next conference.
    #[serde(default)]
    #[schema(value_type = Option<v::Day>)]
    pub conference_on: Option<Day>,
    /// The next meeting of the core group.
    #[serde(default)]
    #[schema(value_type = Option<v::Day>)]
    pub core_group_on: Option<Day>,
    /// The next review.
    #[serde(default)]
    #[schema(value_type = Option<v::Day>)]
    pub review_on: Option<Day>,
    /// What else is to be known.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub note: Option<Sensitive<String>>,
}

/// A child of the case is on no plan any more.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2027-01-25", "reason": "Stepped down at the review."}))]
pub struct EndPlan {
    /// Its last day.
    #[schema(value_type = v::Day)]
    pub on: Day,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Which children on plans to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPlans {
    /// Only of this academy.
    #[param(value_type = Option<v::Id>)]
    pub academy: Option<String>,
    /// Only `early_help`, `child_in_need`, `child_protection` or `looked_after`.
    pub kind: Option<String>,
    /// Only of this case.
    #[param(value_type = Option<v::Id>)]
    pub case: Option<String>,
    /// Only whose next date is before this moment; a date counts until 17:00.
    #[param(value_type = Option<v::Moment>)]
    pub due_before: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}

/// A child on a plan.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Plan {
    /// The case in which it stands.
    #[schema(value_type = v::Id)]
    pub case: CaseId,
    /// The case's reference.
    pub reference: String,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// The child.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// The child's name.
    #[schema(value_type = Option<String>)]
    pub pupil_name: Option<Sensitive<String>>,
    /// What sort of plan.
    #[schema(value_type = v::PlanKind)]
    pub kind: PlanKind,
    /// Since when.
    #[schema(value_type = v::Day)]
    pub since: Day,
    /// The child's social worker or lead practitioner.
    #[schema(value_type = Option<String>)]
    pub social_worker: Option<Sensitive<String>>,
    /// The next conference.
    #[schema(value_type = Option<v::Day>)]
    pub conference_on: Option<Day>,
    /// The next meeting of the core group.
    #[schema(value_type = Option<v::Day>)]
    pub core_group_on: Option<Day>,
    /// The next review.
    #[schema(value_type = Option<v::Day>)]
    pub review_on: Option<Day>,
    /// Whether the first of these dates has passed.
    pub overdue: bool,
    /// Who owns the case.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub owner_name: Option<Sensitive<String>>,
}

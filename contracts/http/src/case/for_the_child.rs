//! What is done for a child in a case.

use lanyard_events::case::{AssessmentKind, MeasureKind, WishesHow};
use lanyard_events::{CaseId, Day, MeasureId, PupilId, Sensitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::vocabulary as v;

/// Risks and needs of a child, or their safety plan: in place of the one before.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "pupil": "018f4e9a-0000-7000-8000-0000000000b1",
    "kind": "safety_plan",
    "text": "Walks to lessons with a friend; her tutor is at the gate at 15:30.",
    "review_on": "2026-11-24"
}))]
pub struct Assess {
    /// Which child.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// What.
    #[schema(value_type = v::AssessmentKind)]
    pub kind: AssessmentKind,
    /// What was found, and what is done about it.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
    /// Day on which it is looked at again.
    #[schema(value_type = v::Day)]
    pub review_on: Day,
}

/// A child's wishes and feelings. To be used in place of a note of the kind `childs_wishes`.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "pupil": "018f4e9a-0000-7000-8000-0000000000b1",
    "how": "symbols",
    "text": "Pointed to home and to worried."
}))]
pub struct HearWishes {
    /// Which child.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// How the child made them known.
    #[schema(value_type = v::WishesHow)]
    pub how: WishesHow,
    /// Their wishes and feelings.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
}

/// A sanction, or an interim measure, which is none and has an end.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "pupil": "018f4e9a-0000-7000-8000-0000000000b1",
    "kind": "interim",
    "text": "No access to the network until it is clear who wrote it.",
    "from": "2026-11-10",
    "until": "2026-11-13"
}))]
pub struct TakeMeasure {
    /// About which child.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// What sort.
    #[schema(value_type = v::MeasureKind)]
    pub kind: MeasureKind,
    /// What, and why.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
    /// Its first day.
    #[schema(value_type = v::Day)]
    pub from: Day,
    /// Its last day: an interim measure has one.
    #[serde(default)]
    #[schema(value_type = Option<v::Day>)]
    pub until: Option<Day>,
}

/// A measure has ended.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2026-11-12", "reason": "It was not her account."}))]
pub struct EndMeasure {
    /// Its last day.
    #[schema(value_type = v::Day)]
    pub on: Day,
    /// Why, and what comes instead.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// A measure was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasureTaken {
    /// The measure.
    #[schema(value_type = v::Id)]
    pub id: MeasureId,
    /// The case.
    #[schema(value_type = v::Id)]
    pub case: CaseId,
    /// The revision of the case now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

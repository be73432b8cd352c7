//! Playbooks of a case and their steps.

use std::collections::BTreeMap;

use lanyard_events::concern::Due;
use lanyard_events::step::{PlaybookStep, StepName};
use lanyard_events::{Actor, At, PupilId, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Verbatim;
use crate::playbook::MatrixShown;
use crate::vocabulary as v;

/// Start a playbook in a case.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "playbook": "inappropriate_contact_with_a_child",
    "reason": "The sender turns out to be an adult whom nobody knows."
}))]
pub struct StartPlaybook {
    /// Which, from `GET /v1/playbooks`.
    pub playbook: String,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// When it was known of what it is for, where that was before now: what the law counts from knowing counts from
    /// then, or from a concern that says it, whichever was first.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub known_at: Option<At>,
}

/// What was done in a step. What it takes, the step itself says.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "answer": "no",
    "text": "The sender is a classmate and the messages were a dare; both families know.",
    "second": "018f4e9a-0000-7000-8000-0000000000c2"
}))]
pub struct DoStep {
    /// For which child, where it is one task for each.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub child: Option<PupilId>,
    /// What is answered, where it is a decision.
    #[serde(default)]
    pub answer: Option<String>,
    /// What is written; the reason of a decision.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub text: Option<Sensitive<String>>,
    /// A desk's or provider's reference.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reference: Option<Sensitive<String>>,
    /// Fields that are filled in, by their names. A step that asks for `matrix_row`, a kind of the matrix or
    /// `none`, takes beside it `matrix_actions` and `matrix_against`, the columns that are done and decided
    /// against with commas between them, and `matrix_reason` where that departs from what is proposed.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>)]
    pub fields: BTreeMap<String, Sensitive<String>>,
    /// Desks that it is referred to, where the step leaves a choice.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// Who did it too, where it takes two.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub second: Option<StaffId>,
}

/// Leave a step out.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The account was gone before anybody could look."}))]
pub struct SkipStep {
    /// The words by which its owner may close it, where the step has such words.
    #[serde(default)]
    pub said: Option<String>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Who agreed, where it takes two.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub second: Option<StaffId>,
}

/// Give a step to somebody else.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveStep {
    /// Whose it is now.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Why.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
}

/// The playbooks that run in a case, in the order in which they started.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePlaybooks {
    /// Each with its steps.
    pub items: Vec<CasePlaybook>,
    /// Where a step asks for `matrix_row`: the matrix whose kinds it takes, in the edition that was in force
    /// when the case began, with what it proposes for each.
    pub matrix: Option<MatrixShown>,
}

/// A playbook that runs in a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePlaybook {
    /// Which.
    pub playbook: String,
    /// The edition that the case keeps.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// When it started.
    #[schema(value_type = v::Moment)]
    pub started_at: At,
    /// Who started it.
    #[schema(value_type = v::Actor)]
    pub started_by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub started_by_name: Option<Sensitive<String>>,
    /// The step that led to it, if one did.
    #[schema(value_type = Option<v::StepName>)]
    pub from: Option<StepName>,
    /// Its steps, in order.
    pub steps: Vec<CaseStep>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Another step comes first.
    Waiting,
    /// To be done.
    Open,
    /// Done.
    Done,
    /// Left out, with a reason.
    Skipped,
    /// It does not apply, or everything halts (R6).
    NotApplicable,
}

/// A step, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseStep {
    /// As its edition had it; `owner` is whose it was at first.
    #[schema(value_type = v::PlaybookStep)]
    pub step: PlaybookStep,
    /// Where it stands.
    pub state: StepState,
    /// Whose it is.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub owner_name: Option<Sensitive<String>>,
    /// By when; none where no day is set.
    #[schema(value_type = Option<v::Due>)]
    pub due: Option<Due>,
    /// What was recorded last, by the schema of `case.step_done` or `case.step_skipped`.
    #[schema(value_type = Option<Object>)]
    pub detail: Option<Verbatim>,
    /// When it was done or left out.
    #[schema(value_type = Option<v::Moment>)]
    pub ended_at: Option<At>,
    /// By whom.
    #[schema(value_type = Option<v::Actor>)]
    pub ended_by: Option<Actor>,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub ended_by_name: Option<Sensitive<String>>,
}

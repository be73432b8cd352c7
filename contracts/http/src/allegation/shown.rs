//! What is shown of an adult's matter.

use lanyard_events::allegation::{AllegationOutcome, ThresholdDecision};
use lanyard_events::{
    AcademyId, Actor, AllegationId, At, CaseId, Day, Sensitive, StaffId, StreamId,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::case::{CaseConcern, CasePlaybook, NamedPerson, TimelineEntry};
use crate::concern::ConcernState;
use crate::person::ShownPerson;
use crate::playbook::MatrixShown;
use crate::vocabulary as v;

/// Where an adult's matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AllegationState {
    /// Being worked on.
    Open,
    /// Closed.
    Closed,
}

/// What lists show of a matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AllegationSummary {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: AllegationId,
    /// Its revision, as in its `ETag`.
    pub revision: u64,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category, of the taxonomy.
    pub category: String,
    /// Where it stands.
    pub state: AllegationState,
    /// The case manager.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub owner_name: Option<Sensitive<String>>,
    /// Who opened it.
    #[schema(value_type = v::Actor)]
    pub opened_by: Actor,
    /// When it was opened.
    #[schema(value_type = v::Moment)]
    pub opened_at: At,
    /// When it was closed.
    #[schema(value_type = Option<v::Moment>)]
    pub closed_at: Option<At>,
    /// The decision on the harm threshold.
    #[schema(value_type = Option<v::ThresholdDecision>)]
    pub threshold: Option<ThresholdDecision>,
    /// The outcome.
    #[schema(value_type = Option<v::AllegationOutcome>)]
    pub outcome: Option<AllegationOutcome>,
    /// Once there is an outcome: whether it may appear in a reference.
    pub may_appear_in_reference: Option<bool>,
    /// The first day on which a decision is looked at again.
    #[schema(value_type = Option<v::Day>)]
    pub next_review_on: Option<Day>,
    /// People with their parts, the adult among them.
    pub people: Vec<ShownPerson>,
    /// How many other concerns and matters there are about the adult, as far as the caller may see them.
    pub others_about_adult: u32,
    /// Of these, matters decided to be low-level, and concerns raised as such.
    pub low_level_about_adult: u32,
}

/// All of a matter but its timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllegationDetail {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: AllegationSummary,
    /// The concerns it comes from, the oldest first.
    pub concerns: Vec<CaseConcern>,
    /// The decisions in force: of each sort the newest, in the order in which they were made.
    pub in_force: Vec<TimelineEntry>,
    /// Names of the pupils and staff whom these mention by id.
    pub names: Vec<NamedPerson>,
    /// Cases of the children's own.
    pub child_cases: Vec<ChildCase>,
    /// What else is said of the same adult, as far as the caller may see it.
    pub same_adult: SameAdult,
}

/// A case of the child's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChildCase {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub case: CaseId,
    /// Whether a name was shared in it.
    pub name_shared: bool,
}

/// Concerns and matters in which the same adult is said to have done it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SameAdult {
    /// How many are shown.
    pub count: usize,
    /// Of these, matters decided to be low-level, and concerns raised as such.
    pub low_level: usize,
    /// The newest first, at most 50.
    pub matters: Vec<SameAdultMatter>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SameAdultMatter {
    /// The concern or matter.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category, of the taxonomy.
    pub category: String,
    /// When it was raised or opened.
    #[schema(value_type = v::Moment)]
    pub begun_at: At,
    /// Whether it was decided to be low-level, or raised as such.
    pub low_level: bool,
    /// A concern: where it stands.
    pub concern_state: Option<ConcernState>,
    /// A matter: open or closed.
    pub state: Option<AllegationState>,
    /// A matter: the decision on the threshold.
    #[schema(value_type = Option<v::ThresholdDecision>)]
    pub threshold: Option<ThresholdDecision>,
    /// A matter: the outcome.
    #[schema(value_type = Option<v::AllegationOutcome>)]
    pub outcome: Option<AllegationOutcome>,
}

/// A child's case was opened out of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChildCaseOpened {
    /// The matter.
    #[schema(value_type = v::Id)]
    pub id: AllegationId,
    /// The case.
    #[schema(value_type = v::Id)]
    pub case: CaseId,
    /// The revision of the matter now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// The playbooks of an adult's matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllegationPlaybooks {
    /// Those that run, in the order in which they started, each with its steps.
    pub items: Vec<CasePlaybook>,
    /// Those that are proposed for it and do not run yet.
    pub proposed: Vec<ProposedPlaybook>,
    /// Where a step asks for `matrix_row`: the matrix whose kinds it takes, in the edition that was in force
    /// when the matter began, with what it proposes for each.
    pub matrix: Option<MatrixShown>,
}

/// A playbook that is proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedPlaybook {
    /// Which, as `POST …/playbooks` takes it.
    pub playbook: String,
    /// What people read.
    pub title: String,
}

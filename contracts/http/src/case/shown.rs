//! What is shown of a case.

use std::fmt;

use lanyard_events::step::StepName;
use lanyard_events::{
    AcademyId, ActionId, Actor, At, CaseId, ConcernId, GrantId, MeasureId, PersonRef, PupilId,
    ReferralId, Sensitive, StaffId, StreamId,
};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::concern::ConcernState;
use crate::person::ShownPerson;
use crate::vocabulary as v;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Being worked on.
    Open,
    /// Closed.
    Closed,
}

/// What lists show of a case.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CaseSummary {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: CaseId,
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
    pub state: CaseState,
    /// Who owns it.
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
    /// Outcome, of the taxonomy.
    pub outcome: Option<String>,
    /// Who confirmed the outcome.
    #[schema(value_type = Option<v::Id>)]
    pub confirmed_by: Option<StaffId>,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub confirmed_by_name: Option<Sensitive<String>>,
    /// What comes back first.
    #[schema(value_type = Option<v::Moment>)]
    pub next_due_at: Option<At>,
    /// People with their parts.
    pub people: Vec<ShownPerson>,
}

/// All of a case but its timeline.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CaseDetail {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: CaseSummary,
    /// The concerns it comes from, the oldest first.
    pub concerns: Vec<CaseConcern>,
    /// Actions and reviews, done ones too, in the order in which they were planned.
    pub items: Vec<DueItem>,
}

/// A concern that a case comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseConcern {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: ConcernId,
    /// Reference to quote.
    pub reference: String,
    /// Category, of the taxonomy.
    pub category: String,
    /// When it was raised.
    #[schema(value_type = v::Moment)]
    pub raised_at: At,
    /// Where it stands.
    pub state: ConcernState,
}

/// What sort of thing is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    /// An action planned in a case.
    Action,
    /// Looking again at a decision not to tell a parent (R9).
    ParentsReview,
    /// Looking again at a concern that is only watched.
    ConcernReview,
    /// A step of a playbook.
    Step,
    /// What comes next with a desk outside.
    Referral,
    /// What comes next with an entry of a register.
    Entry,
    /// Looking again at a decision in an adult's matter.
    AllegationReview,
    /// Confirming or lifting somebody's conflict of interest.
    ConflictReview,
    /// Reviewing somebody's having broken the glass.
    GlassReview,
    /// The next date of the plan that a child is on.
    PlanDate,
    /// Looking again at the assessment of a child, or at their safety plan.
    AssessmentReview,
    /// The last day of a measure.
    MeasureEnd,
    /// Looking again at whether a person is close to a member of staff.
    RelationReview,
}

/// One thing that is or was due.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DueItem {
    /// What sort of thing.
    pub kind: DueKind,
    /// The case or concern, or the entry of a register.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// The matter's reference.
    pub reference: Option<String>,
    /// The matter's academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// A planned action: its id.
    #[schema(value_type = Option<v::Id>)]
    pub action: Option<ActionId>,
    /// A step: which.
    #[schema(value_type = Option<v::StepName>)]
    pub step: Option<StepName>,
    /// A referral: which.
    #[schema(value_type = Option<v::Id>)]
    pub referral: Option<ReferralId>,
    /// An entry of a register: which of its clocks. A review in an adult's matter: of which decision.
    pub clock: Option<String>,
    /// A broken glass to be reviewed: by which grant.
    #[schema(value_type = Option<v::Id>)]
    pub grant: Option<GrantId>,
    /// A measure: which.
    #[schema(value_type = Option<v::Id>)]
    pub measure: Option<MeasureId>,
    /// A conflict to be confirmed or lifted: whose. A relation, whose is the matter: to whom, where that is a
    /// member of staff; a pupil stands in `pupil`.
    #[schema(value_type = Option<v::Id>)]
    pub staff: Option<StaffId>,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub staff_name: Option<Sensitive<String>>,
    /// An entry of a register: which register. An action or a step: what is to be done. A referral: the desk. A parents' review: the
    /// contact, none for all of them.
    #[schema(value_type = Option<String>)]
    pub title: Option<Sensitive<String>>,
    /// A parents' review, or the date of a plan: the child.
    #[schema(value_type = Option<v::Id>)]
    pub pupil: Option<PupilId>,
    /// The child's name.
    #[schema(value_type = Option<String>)]
    pub pupil_name: Option<Sensitive<String>>,
    /// Whom it comes back to.
    #[schema(value_type = v::Actor)]
    pub owner: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub owner_name: Option<Sensitive<String>>,
    /// By when: for a day, its close at 17:00.
    #[schema(value_type = v::Moment)]
    pub due_at: At,
    /// Once done.
    pub done: Option<Done>,
}

/// That something due was done.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Done {
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// By whom.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// What came of it: actions only.
    #[schema(value_type = Option<String>)]
    pub outcome: Option<Sensitive<String>>,
}

/// Part of a timeline, the oldest entry first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Timeline {
    /// The entries.
    pub items: Vec<TimelineEntry>,
    /// Names of the pupils and staff whom these entries mention by id.
    pub names: Vec<NamedPerson>,
    /// Cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One entry of a timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// Its place in the record.
    pub position: u64,
    /// The case, or one of its concerns.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// Its place in that stream.
    pub revision: u64,
    /// What happened: the event's type, `case.note_added`.
    pub kind: String,
    /// Who.
    #[schema(value_type = v::Actor)]
    pub actor: Actor,
    /// Their name, if they are on the staff register.
    #[schema(value_type = Option<String>)]
    pub actor_name: Option<Sensitive<String>>,
    /// When it happened in the world.
    #[schema(value_type = v::Moment)]
    pub occurred_at: At,
    /// When it was decided, by the server's clock.
    #[schema(value_type = v::Moment)]
    pub proposed_at: At,
    /// The recorder's clock, whole minutes since 1970.
    pub recorded_minute: u32,
    /// A later entry, by its position, corrects this one: show it struck.
    pub corrected_by: Option<u64>,
    /// What was recorded, by the event's schema (`contracts/events/schema`); none once erased.
    #[schema(value_type = Option<Object>)]
    pub detail: Option<Verbatim>,
}

/// The name of somebody who is mentioned by id.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NamedPerson {
    /// Who.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// Their name.
    #[schema(value_type = String)]
    pub name: Sensitive<String>,
}

/// JSON that is passed on as it was stored, byte for byte. It is personal: `Debug` shows nothing.
#[derive(Serialize)]
#[serde(transparent)]
pub struct Verbatim(Box<RawValue>);

impl Verbatim {
    /// Takes stored JSON.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        RawValue::from_string(json.to_owned()).map(Self)
    }

    /// What it holds.
    #[must_use]
    pub fn value(&self) -> serde_json::Value {
        serde_json::from_str(self.0.get()).unwrap_or_default()
    }
}

impl fmt::Debug for Verbatim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verbatim(..)")
    }
}
